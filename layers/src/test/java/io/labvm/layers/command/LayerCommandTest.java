package io.labvm.layers.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.json.JsonDocument;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    assertThat(run()).isEqualTo(64);
    assertThat(run("fold")).isEqualTo(64);
    assertThat(run("base-import", "--name", "x", tree)).isEqualTo(64);
    assertThat(run("base-import", "--store", store, "--name", "x")).isEqualTo(64);
    assertThat(run("cat", "--json", "--store", store, "--base", "x", "/")).isEqualTo(64);
    assertThat(output()).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage:");
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
