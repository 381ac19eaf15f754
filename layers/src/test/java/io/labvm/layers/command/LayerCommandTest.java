package io.labvm.layers.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.json.JsonDocument;
import io.labvm.linux.Dir;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerCommandTest {
  @TempDir private Path directory;
  private String store = "";
  private String tree = "";
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeTree() throws Exception {
    store = directory.resolve("store").toString();
    Path source = Files.createDirectories(directory.resolve("tree/etc"));
    Files.writeString(source.resolve("hostname"), "tiny\n");
    tree = directory.resolve("tree").toString();
  }

  private int run(String... words) {
    out.reset();
    err.reset();
    PrintStream stdout = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream stderr = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new LayerCommand(stdout, stderr).run(List.of(words));
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String messages() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private JsonDocument json() throws Exception {
    assertThat(output().strip().lines()).hasSize(1);
    return JsonDocument.parse(Path.of("stdout"), output().strip().getBytes(StandardCharsets.UTF_8));
  }

  private int importTree() {
    return run("base-import", "--store", store, "--name", "tiny", tree, "--json");
  }

  @Test
  void importsABaseAndKnowsItAgain() throws Exception {
    assertThat(importTree()).isZero();
    assertThat(json().text("base")).isEqualTo("tiny-1");
    assertThat(json().number("entries")).isEqualTo(2);
    assertThat(json().number("bytes")).isPositive();
    assertThat(output()).doesNotContain("existing");
    assertThat(importTree()).isZero();
    assertThat(output()).contains("\"existing\":true");
  }

  @Test
  void listsAndPrintsWithoutAMount() throws Exception {
    assertThat(importTree()).isZero();
    assertThat(run("ls", "--store", store, "--base", "tiny", "/etc", "--json")).isZero();
    assertThat(output()).contains("\"path\":\"hostname\"").contains("\"size\":5");
    assertThat(run("cat", "--store=" + store, "--base=tiny-1", "etc/hostname")).isZero();
    assertThat(output()).isEqualTo("tiny\n");
    assertThat(run("cat", "--store", store, "--base", "tiny", "/etc")).isEqualTo(1);
    assertThat(run("cat", "--store", store, "--base", "tiny", "/none")).isEqualTo(1);
  }

  @Test
  void saysWhatWasNotDone() throws Exception {
    assertThat(run("base-import", "--store", store, "--name", "a/b", tree, "--json")).isEqualTo(1);
    assertThat(output()).contains("\"code\":\"refused\"");
    assertThat(run("base-import", "--store", store, "--name", "x", "/none", "--json")).isEqualTo(1);
    assertThat(run("verify", "--store", store + "-none", "--json")).isEqualTo(1);
    assertThat(output()).contains("\"code\":\"store-unavailable\"");
  }

  @Test
  void usageErrorsAreTheirOwnKind() {
    assertMisused("missing COMMAND");
    assertMisused("there is no command 'nonsense'", "nonsense");
    assertMisused("missing --from V1 --to V2, or --auto alone", "fold", "--store", store);
    assertMisused("missing --store", "base-import", "--name", "x", tree);
    assertMisused("missing SOURCE", "base-import", "--store", store, "--name", "x");
    assertMisused("missing V PATH", "ls", "--store", store, "--desktop", "d");
    assertMisused("missing PATH", "ls", "--store", store, "--desktop", "d", "0");
    assertMisused("unexpected argument: 2", "pin", "--store", store, "--desktop", "d", "1", "2");
    assertMisused("unknown option --nonsense", "seal", "--nonsense");
    assertMisused("missing value of --store", "seal", "--store");
    assertMisused(
        "unknown in --without: 'nonsense'; known are fanotify,inotify",
        "sync",
        "--store",
        store,
        "--desktop=d",
        "--state",
        tree,
        "--without=nonsense");
  }

  private void assertMisused(String message, String... words) {
    assertThat(run(words)).isEqualTo(64);
    assertThat(output()).isEmpty();
    assertThat(messages()).isEqualTo("labvm layer: " + message + "; see `labvm layer help`\n");
  }

  @Test
  void a_usage_error_is_json_where_json_is_asked_for() throws Exception {
    assertThat(run("cat", "--json", "--store", store, "--base", "x", "/")).isEqualTo(64);
    assertThat(json().object("error").text("code")).isEqualTo("usage");
    assertThat(json().object("error").text("message")).isEqualTo("unknown option --json");
  }

  @Test
  void help_is_a_command_and_tells_all_commands() {
    assertThat(run("help")).isZero();
    assertThat(output()).contains("rebuild-lists", "--operation", "--node", "--path-base64");
    assertThat(messages()).isEmpty();
  }

  @Test
  void names_that_are_not_text_are_given_in_base_64() throws Exception {
    byte[] name = {'a', (byte) 0xff};
    try (Dir at = Dir.open(Path.of(tree))) {
      at.makeDirectory(name, 0755);
    }
    assertThat(importTree()).isZero();
    String path = Base64.getEncoder().encodeToString(name);
    assertThat(run("ls", "--store", store, "--base", "tiny", "--path-base64", path)).isZero();
    assertThat(run("create", "--store", store, "--base", "tiny", "--desktop", "d")).isZero();
    assertThat(run("ls", "--store", store, "--desktop", "d", "--path-base64", path, "0")).isZero();
    Path tar = directory.resolve("x.tar");
    assertThat(run("export", "--store", store, "--desktop=d", "--path-base64", path, "0", "" + tar))
        .isZero();
    assertThat(Files.readAllBytes(tar)).containsSubsequence(name);
    assertThat(run("ls", "--store", store, "--base", "tiny", "--path-base64", "%")).isEqualTo(64);
  }

  @Test
  void refusals_name_what_was_asked_for_and_what_to_do() {
    assertThat(importTree()).isZero();
    assertThat(run("create", "--store", store, "--base", "tiny", "--desktop", "d")).isZero();
    assertRefused("/none does not exist", "base-import", "--name", "x", "/none");
    assertRefused(
        directory + " is a directory; name the tar file to write",
        "export",
        "--desktop",
        "d",
        "0",
        directory.toString());
    assertRefused("there is no /none", "ls", "--base", "tiny", "//none/");
    assertRefused("no desktop nobody in the store", "stats", "--desktop", "nobody");
    assertRefused("is the newest; it can go once a newer version", "delete", "--desktop", "d", "0");
  }

  private void assertRefused(String message, String name, String... words) {
    List<String> line = new ArrayList<>(List.of(name, "--store", store));
    line.addAll(List.of(words));
    assertThat(run(line.toArray(String[]::new))).isEqualTo(1);
    assertThat(messages()).startsWith("labvm layer: ").contains(message).hasLineCount(1);
  }

  @Test
  void verifyNamesDamage() throws Exception {
    assertThat(importTree()).isZero();
    assertThat(run("verify", "--store", store, "--read-data", "--json")).isZero();
    Path image = directory.resolve("store/bases/tiny-1/image.erofs");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.seek(1030);
      file.write(0x55);
    }
    assertThat(run("verify", "--store", store, "--json")).isEqualTo(2);
    assertThat(json().texts("damaged")).singleElement().asString().contains("tiny-1", "checksum");
  }

  @Test
  void continuous_sync_freezes_nobody() {
    assertThat(
            run("sync", "--store", store, "--desktop", "d", "--state", tree, "--freeze-pid", "1"))
        .isEqualTo(64);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--freeze-pid needs --once");
  }
}
