package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The power of a node fails, for a while or for good. */
@ExtendWith(LabExtension.class)
class NodeLostE2E {
  private static final Duration LONGEST = Duration.ofMinutes(3);

  @Test
  void aDesktopStartsElsewhereWithAllThatWasSavedAndItsOldCopyStaysDown(Lab lab)
      throws IOException {
    Member member = lab.register(null);
    String first = member.node();
    write(member, "before");
    member.awaitSaved();
    String saved = member.shell().tree("/home/data");
    writeUnsaved(lab, member);

    Instant cut = Instant.now();
    Power power = Power.cut(lab, first);
    awaitState(member, "node-lost");
    Duration lost = Duration.between(cut, Instant.now());
    Instant point =
        Instant.parse(member.show().path("recoveryPoint").path("oldestUnshipped").asString());
    assertThat(point).isBefore(cut.plusSeconds(1));
    showsThePage(member);

    Instant asked = Instant.now();
    JsonNode done = member.operate("switch", Map.of("node", "automatic"));
    member.awaitViewer().close();
    Duration elsewhere = Duration.between(asked, Instant.now());
    String second = member.node();
    assertThat(second).isNotEqualTo(first);
    assertThat(member.shell().tree("/home/data")).isEqualTo(saved);
    System.out.printf(
        "node lost after %.1f s; runs elsewhere %.1f s after it was asked for: %s%n",
        lost.toMillis() / 1000.0, elsewhere.toMillis() / 1000.0, steps(done));

    write(member, "after");
    String after = member.shell().tree("/home/data");
    power.comeBack();
    awaitNode(lab, first);
    assertThat(member.show().path("state").asString()).isEqualTo("running");
    assertThat(member.node()).isEqualTo(second);
    assertThat(member.shell().tree("/home/data")).isEqualTo(after);
    awaitNothingRunsOn(lab, member, first);
    String left = takesOutWhatWasLeftBehind(lab, member, first);
    member.does("backup");

    var ignored = member.operate("switch", Map.of("node", first));
    assertThat(member.shell().tree("/home/data")).isEqualTo(after);
    copiesBack(member, left);
    discards(member, left);
    assertThat(directory(lab, member, first).resolve("left-behind")).doesNotExist();
    member.does("delete");
  }

  /** A file that the node's agent, which stands still, does not ship any more. */
  private static void writeUnsaved(Lab lab, Member member) {
    String agent = Long.toString(lab.pid("node-" + member.node() + "-agent"));
    Commands.run(Duration.ofSeconds(10), "kill", "-STOP", agent).orFail();
    member.shell().sh("echo unsaved > /home/data/unsaved && rm /home/data/before/f9");
  }

  /** What is read there; answers its address. */
  private static String takesOutWhatWasLeftBehind(Lab lab, Member member, String node)
      throws IOException {
    String left = "/api/v1/desktops/" + member.desktop() + "/left-behind";
    Wait.untilTrue(
        "the left-behind changes to be told of",
        LONGEST,
        () -> member.api().get(left).expect(200).body().size() == 1);
    JsonNode told = lab.admin().get(left).expect(200).body().get(0);
    assertThat(told.path("node").asString()).isEqualTo(node);
    assertThat(told.path("names").asLong()).isGreaterThan(200);
    assertThat(Instant.parse(told.path("keptUntil").asString()))
        .isEqualTo(Instant.parse(told.path("since").asString()).plus(Duration.ofDays(30)));
    String one = left + "/" + told.path("id").asString();
    JsonNode folder = member.api().get(one + "/tree?path=home/data").expect(200).body();
    assertThat(folder.path("entries").findValuesAsString("name"))
        .containsExactly("before", "unsaved");

    Path scratch = Files.createTempDirectory("labvm-left");
    Path file = scratch.resolve("file");
    assertThat(member.api().save(one + "/file?path=home/data/unsaved", file)).isEqualTo(200);
    assertThat(file).hasContent("unsaved");
    Path tar = scratch.resolve("tar");
    assertThat(member.api().save(one + "/archive?path=home/data", tar)).isEqualTo(200);
    assertThat(Commands.run(Duration.ofSeconds(30), "tar", "-tf", tar.toString()).orFail().output())
        .contains("data/unsaved", "data/before/f8", "data/before/soft")
        .doesNotContain("data/before/f9\n");
    Files.delete(file);
    Files.delete(tar);
    Files.delete(scratch);
    showsWhatWasLeftBehind(member, node);

    Map<String, String> wanted = Map.of("path", "/home/data/unsaved", "mode", "beside");
    assertThat(member.api().post(one + "/copy-back", wanted).status()).isEqualTo(409);
    return one;
  }

  private static void copiesBack(Member member, String one) {
    Map<String, String> wanted = Map.of("path", "/home/data/unsaved", "mode", "replace");
    String operation = member.api().post(one + "/copy-back", wanted).expect(202).text("operation");
    JsonNode ended = member.awaitOperation(operation, "succeeded");
    assertThat(ended.path("result").path("path").asString()).isEqualTo("/home/data/unsaved");
    assertThat(member.shell().sh("cat /home/data/unsaved")).isEqualTo("unsaved");
    Map<String, String> folder = Map.of("path", "/home/data", "mode", "beside");
    operation = member.api().post(one + "/copy-back", folder).expect(202).text("operation");
    ended = member.awaitOperation(operation, "succeeded");
    assertThat(ended.path("result").path("path").asString()).isEqualTo("/home/data.left");
    assertThat(member.shell().sh("ls /home/data.left/before | wc -l")).isEqualTo("202");
  }

  private static void discards(Member member, String one) {
    String all = one.substring(0, one.lastIndexOf('/'));
    assertThat(member.api().sendRaw("DELETE", one, "").status()).isEqualTo(204);
    assertThat(member.api().get(all).expect(200).body().size()).isZero();
    assertThat(member.api().get(one + "/tree").status()).isEqualTo(404);
  }

  private static void showsWhatWasLeftBehind(Member member, String node) {
    try (var chromium = new Chromium()) {
      Page page = chromium.signedIn(member);
      page.getByText("此桌面有更改遗留在 " + node + " 上").waitFor();
      Chromium.picture(page, "left-notice");
      page.getByText("查看", new Page.GetByTextOptions().setExact(true)).click();
      page.getByText("全部下载为 tar").waitFor();
      Chromium.picture(page, "left");
      page.getByText("查看文件").click();
      page.getByText("home/").click();
      page.getByText("data/").click();
      page.getByText("unsaved").first().waitFor();
      Chromium.picture(page, "left-files");
    }
  }

  @Test
  void aDesktopGoesOnWhereItWasWhenThePowerComesBack(Lab lab) {
    Member member = lab.register(null);
    String first = member.node();
    write(member, "before");
    member.awaitSaved();
    Power power = Power.cut(lab, first);
    awaitState(member, "node-lost");
    power.comeBack();
    Instant back = Instant.now();
    awaitState(member, "running");
    System.out.printf(
        "runs again %.1f s after its node is back%n",
        Duration.between(back, Instant.now()).toMillis() / 1000.0);
    assertThat(member.node()).isEqualTo(first);
    assertThat(member.shell().sh("cat /home/data/before/f7")).isEqualTo("7");
    member.does("delete");
  }

  private static void showsThePage(Member member) {
    try (var chromium = new Chromium()) {
      Page page = chromium.signedIn(member);
      page.getByText("节点失联").first().waitFor();
      page.getByText("已保存至").waitFor();
      page.getByText("桌面不会自动在其他节点启动").waitFor();
      Chromium.picture(page, "lost");
      page.getByText("在其他节点启动…").click();
      page.getByText("先隔离失联的节点").waitFor();
      Chromium.picture(page, "lost-question");
    }
  }

  private static void write(Member member, String name) {
    member
        .shell()
        .sh(
            "mkdir -p /home/data/%1$s && cd /home/data/%1$s && for i in {1..200}; do echo $i > f$i;"
                    .formatted(name)
                + " done && ln f1 link && ln -s f2 soft && head -c 2000000 /dev/urandom > big");
  }

  private static void awaitState(Member member, String state) {
    Wait.untilTrue(
        "the desktop to be " + state,
        LONGEST,
        () -> member.show().path("state").asString().equals(state));
  }

  private static void awaitNode(Lab lab, String node) {
    Wait.untilTrue(
        "node " + node + " to be up",
        LONGEST,
        () -> {
          for (JsonNode each : lab.admin().get("/api/v1/nodes").expect(200).body()) {
            if (each.path("id").asString().equals(node)) {
              return each.path("state").asString().equals("up");
            }
          }
          return false;
        });
  }

  private static void awaitNothingRunsOn(Lab lab, Member member, String node) {
    String engine = "unix://" + DesktopShell.engine(lab, node);
    String name = "name=labvm-" + member.desktop();
    Wait.untilTrue(
        "the old container to be removed",
        LONGEST,
        () ->
            Commands.run(
                    Duration.ofSeconds(30), "docker", "-H", engine, "ps", "-aq", "--filter", name)
                .orFail()
                .output()
                .isBlank());
  }

  private static Path directory(Lab lab, Member member, String node) {
    return lab.home()
        .resolve("nodes")
        .resolve(node)
        .resolve("state/desktops")
        .resolve(member.desktop());
  }

  private static String steps(JsonNode operation) {
    StringBuilder text = new StringBuilder();
    for (JsonNode step : operation.path("steps")) {
      text.append(step.path("name").asString())
          .append(' ')
          .append(step.path("startedAt").asString())
          .append("; ");
    }
    return text.toString();
  }
}
