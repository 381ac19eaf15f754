package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What was lost in a desktop comes back: a folder, the whole machine, and that undone. */
@ExtendWith(LabExtension.class)
class TimeTravelE2E {
  private static final String LIST =
      "find /home/data /etc -xdev ! -name resolv.conf ! -name hosts ! -name hostname"
          + " -printf '%p %y %m %U %G %l\\n' | sort | sha256sum";

  @Test
  void aFolderAndTheWholeMachineComeBackAndSoDoesWhatWasThere(Lab lab) throws IOException {
    Member member = lab.register(null);
    member
        .shell()
        .sh(
            "mkdir -p /home/data/deep && echo one > /home/data/one && echo two > /home/data/deep/two"
                + " && ln /home/data/one /home/data/link && ln -s one /home/data/soft"
                + " && chmod 4750 /home/data/deep/two && chown 1000:1000 /home/data/deep");
    String before = member.shell().sh(LIST);
    long version = operate(member, "backup", Map.of()).path("result").path("version").asLong();

    member.shell().sh("rm -rf /home/data");
    Map<String, Object> folder =
        Map.of("version", version, "path", "/home/data", "mode", "replace");
    JsonNode copied = operate(member, "copy-back", folder);
    assertThat(copied.path("result").path("path").asString()).isEqualTo("/home/data");
    assertThat(member.shell().sh(LIST)).isEqualTo(before);
    assertThat(member.shell().sh("stat -c %h /home/data/one")).isEqualTo("2");
    member.shell().sh("echo changed > /home/data/one");
    Map<String, Object> file =
        Map.of("version", version, "path", "/home/data/one", "mode", "beside");
    String beside = operate(member, "copy-back", file).path("result").path("path").asString();
    assertThat(member.shell().sh("cat /home/data/one " + beside)).isEqualTo("changed\none");

    member.shell().sh("rm -f /etc/passwd.bak; mv /etc/group /etc/group.broken; rm " + beside);
    String broken = member.shell().sh(LIST);
    JsonNode restored = operate(member, "restore", Map.of("version", version));
    assertThat(member.shell().sh(LIST)).isEqualTo(before);
    assertThat(member.shell().sh("cat /home/data/one")).isEqualTo("one");
    member.awaitViewer().close();

    long undo = restored.path("result").path("undo").asLong();
    var ignored = operate(member, "restore", Map.of("version", undo));
    assertThat(member.shell().sh(LIST)).isEqualTo(broken);
    assertThat(member.shell().sh("cat /home/data/one")).isEqualTo("changed");
    freedUpperIsStartedFromItsLayers(lab, member);
    aForkIsAMachineOfItsOwn(lab, member);
    member.does("delete");
  }

  private static void freedUpperIsStartedFromItsLayers(Lab lab, Member member) throws IOException {
    member.shell().sh("echo last > /home/data/last");
    String before = member.shell().sh(LIST);
    member.does("stop");
    Path owner =
        Wait.until(
            "the owner file",
            Duration.ofSeconds(10),
            () -> find(lab.home().resolve("nodes"), member.desktop()));
    String text = Files.readString(owner);
    Files.writeString(owner, text.replaceAll("\"restsSince\" *: *[0-9]+", "\"restsSince\": 1"));
    Wait.untilTrue(
        "the upper to be given up",
        Duration.ofMinutes(2),
        () -> !Files.exists(owner.resolveSibling("upper")));
    member.does("start");
    assertThat(member.shell().sh(LIST)).isEqualTo(before);
    assertThat(member.shell().sh("cat /home/data/last")).isEqualTo("last");
  }

  private static @Nullable Path find(Path nodes, String desktop) {
    try (var files = Files.walk(nodes, 5)) {
      return files
          .filter(p -> p.endsWith(Path.of("desktops", desktop, "owner.json")))
          .findFirst()
          .orElse(null);
    } catch (IOException | java.io.UncheckedIOException e) {
      return null;
    }
  }

  private static void aForkIsAMachineOfItsOwn(Lab lab, Member member) {
    String id = "cat /etc/machine-id";
    String mine = member.shell().sh(id);
    long version =
        member
            .api()
            .get("/api/v1/desktops/" + member.desktop() + "/versions")
            .expect(200)
            .body()
            .get(0)
            .path("version")
            .asLong();
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
