package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What was lost in a desktop comes back: a folder, the whole machine, and that undone. */
@ExtendWith(LabExtension.class)
class TimeTravelE2E {
  /** But for what the node writes into {@code /etc}. */
  private static final String PLACES =
      "/home/data /etc -xdev ! -name resolv.conf ! -name hosts ! -name hostname";

  @Test
  void aFolderAndTheWholeMachineComeBackAndSoDoesWhatWasThere(Lab lab) throws IOException {
    Member member = lab.register(null);
    member
        .shell()
        .sh(
            "mkdir -p /home/data/deep && echo one > /home/data/one && echo two > /home/data/deep/two"
                + " && ln /home/data/one /home/data/link && ln -s one /home/data/soft"
                + " && chmod 4750 /home/data/deep/two && chown 1000:1000 /home/data/deep");
    String before = member.shell().tree(PLACES);
    long version = operate(member, "backup", Map.of()).path("result").path("version").asLong();

    member.shell().sh("rm -rf /home/data");
    Map<String, Object> folder =
        Map.of("version", version, "path", "/home/data", "mode", "replace");
    JsonNode copied = operate(member, "copy-back", folder);
    assertThat(copied.path("result").path("path").asString()).isEqualTo("/home/data");
    assertThat(difference(before, member.shell().tree(PLACES))).isEmpty();
    assertThat(member.shell().sh("stat -c %h /home/data/one")).isEqualTo("2");
    member.shell().sh("echo changed > /home/data/one");
    Map<String, Object> file =
        Map.of("version", version, "path", "/home/data/one", "mode", "beside");
    String beside = operate(member, "copy-back", file).path("result").path("path").asString();
    assertThat(member.shell().sh("cat /home/data/one " + beside)).isEqualTo("changed\none");

    member.shell().sh("rm -f /etc/passwd.bak; mv /etc/group /etc/group.broken; rm " + beside);
    String broken = member.shell().tree(PLACES);
    JsonNode restored = operate(member, "restore", Map.of("version", version));
    assertThat(difference(before, member.shell().tree(PLACES))).isEmpty();
    assertThat(member.shell().sh("cat /home/data/one")).isEqualTo("one");
    member.awaitViewer().close();

    long undo = restored.path("result").path("undo").asLong();
    var ignored = operate(member, "restore", Map.of("version", undo));
    assertThat(difference(broken, member.shell().tree(PLACES))).isEmpty();
    assertThat(member.shell().sh("cat /home/data/one")).isEqualTo("changed");
    aStoppedDesktopGoesBackAndForth(member, version);
    freedUpperIsStartedFromItsLayers(member);
    aForkIsAMachineOfItsOwn(lab, member);
    member.does("delete");
  }

  /** The lines that only one of the listings has. */
  private static List<String> difference(String before, String now) {
    return Stream.concat(
            before.lines().filter(l -> now.lines().noneMatch(l::equals)).map("- "::concat),
            now.lines().filter(l -> before.lines().noneMatch(l::equals)).map("+ "::concat))
        .toList();
  }

  private static void aStoppedDesktopGoesBackAndForth(Member member, long version) {
    member.shell().sh("echo rest > /home/data/rest");
    String before = member.shell().tree(PLACES);
    member.does("stop");
    JsonNode restored = operate(member, "restore", Map.of("version", version));
    JsonNode nothing = operate(member, "backup", Map.of());
    assertThat(nothing.path("result").path("created").asBoolean()).isFalse();
    long undo = restored.path("result").path("undo").asLong();
    var ignored = operate(member, "restore", Map.of("version", undo));
    member.does("start");
    assertThat(difference(before, member.shell().tree(PLACES))).isEmpty();
  }

  private static void freedUpperIsStartedFromItsLayers(Member member) throws IOException {
    member.shell().sh("echo last > /home/data/last");
    String before = member.shell().tree(PLACES);
    member.does("stop");
    member.giveUpUpper();
    member.does("start");
    assertThat(difference(before, member.shell().tree(PLACES))).isEmpty();
    assertThat(member.shell().sh("cat /home/data/last")).isEqualTo("last");
  }

  private static void aForkIsAMachineOfItsOwn(Lab lab, Member member) {
    String id = "cat /etc/machine-id";
    String mine = member.shell().sh(id);
    String host = member.shell().sh("hostname");
    long version = member.history().newest().path("version").asLong();
    var answer =
        member
            .api()
            .post("/api/v1/desktops/" + member.desktop() + "/fork", Map.of("version", version))
            .expect(202);
    Member fork =
        new Member(
            lab, member.login(), answer.text("desktop"), answer.text("operation"), member.api());
    fork.awaitOperation(answer.text("operation"), "succeeded");
    assertThat(fork.shell().sh("cat /home/data/last")).isEqualTo("last");
    assertThat(fork.shell().sh(id)).isNotEqualTo(mine).hasSize(32);
    assertThat(fork.shell().sh("hostname")).isNotEqualTo(host);
    fork.does("delete");
  }

  private static JsonNode operate(Member member, String command, Map<String, ?> body) {
    long began = System.nanoTime();
    JsonNode ended = member.operate(command, body);
    System.out.printf("%s: %.1f s%n", command, (System.nanoTime() - began) / 1e9);
    ended
        .path("steps")
        .forEach(
            step ->
                System.out.printf(
                    "  %s %s%n", step.path("name").asString(), step.path("seconds").asString()));
    return ended;
  }
}
