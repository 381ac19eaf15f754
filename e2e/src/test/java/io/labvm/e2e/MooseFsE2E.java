package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The way of a desktop's files on a real MooseFS, and the failures of that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MooseFsE2E {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String DATA = Aftermath.DATA;
  private static final String MASTER = "moosefs-master";

  /** So that a backup tries twice before it gives a silent master up. */
  private static final String PATIENCE = "labvm.workflows.patience: 25s";

  private Chromium chromium;
  private Lab lab;
  private Path home;
  private String hash;

  @BeforeAll
  void start() throws IOException {
    chromium = new Chromium();
    lab =
        Lab.start(
            "tiny",
            wanted -> {
              wanted.onMooseFs(true);
              wanted.setting("control", PATIENCE);
            });
    home = lab.home();
    hash = DesktopShell.hash(home);
    String type = Commands.run(SOON, "stat", "-f", "-c", "%T", lab.store().toString()).output();
    assertThat(type.strip()).isEqualTo("fuseblk");
    assertThat(lab.processes()).contains(MASTER, "moosefs-chunkserver");
  }

  @AfterAll
  void stop() throws IOException {
    chromium.close();
    lab.close();
    assertThat(Traces.of(home, hash)).isEmpty();
  }

  @Test
  void filesGoThereAndComeBackAndTheDesktopMoves() throws IOException {
    Member member = lab.register(null);
    Aftermath.write(member, "first");
    String then = member.shell().listing(DATA);
    member.does("backup");
    Aftermath.isWhole(member);
    long version = member.history().newest().path("version").asLong();

    member.shell().sh("rm -rf " + DATA);
    var _ =
        member.operate("copy-back", Map.of("version", version, "path", DATA, "mode", "replace"));
    assertThat(member.shell().listing(DATA)).isEqualTo(then);

    Aftermath.write(member, "second");
    String later = member.shell().listing(DATA);
    JsonNode restored = member.operate("restore", Map.of("version", version));
    assertThat(member.shell().listing(DATA)).isEqualTo(then);
    long undo = restored.path("result").path("undo").asLong();
    var _ = member.operate("restore", Map.of("version", undo));
    assertThat(member.shell().listing(DATA)).isEqualTo(later);

    String here = member.node();
    String there = lab.nodes().stream().filter(n -> !n.equals(here)).findFirst().orElseThrow();
    var _ = member.operate("switch", Map.of("node", there));
    assertThat(member.node()).isEqualTo(there);
    assertThat(member.shell().listing(DATA)).isEqualTo(later);
    member.awaitViewer().close();
    Aftermath.storeIsSound(lab);
    member.does("delete");
  }

  @Test
  void aDesktopRunsOnWithoutItsClientAndWithoutTheMaster() throws IOException {
    Member member = lab.register(null);
    var pages = new MembersPage(chromium, member).versions();
    try (var workload = Workload.in(member)) {
      clientsDie(member);
      theMasterIsSilent(member, pages, workload);
    }
    member.does("backup");
    Aftermath.isWhole(member);
    Aftermath.storeIsSound(lab);
    member.does("delete");
  }

  private void clientsDie(Member member) {
    for (String client : List.of("store-mount", "node-" + member.node() + "-store")) {
      lab.kill(client);
      Aftermath.write(member, client);
      member.does("backup");
      awaitOnTime(member);
      Aftermath.isWhole(member);
    }
  }

  /** What a workload writes all the time is always a little behind. */
  private static void awaitOnTime(Member member) {
    Wait.untilTrue("the sync to be on time", SOON, () -> !member.isLate());
  }

  private void theMasterIsSilent(Member member, MembersPage pages, Workload workload) {
    String master = Long.toString(lab.pid(MASTER));
    signal("STOP", master);
    try {
      Aftermath.write(member, "silent");
      String operation = member.send("backup", null);
      Wait.untilTrue("the mark of a late sync", SOON, member::isLate);
      pages.text("同步落后").waitFor();
      JsonNode ended = member.awaitEnd(operation);
      assertThat(ended.path("state").asString()).isEqualTo("rolled-back");
      assertThat(ended.path("error").path("code").asString()).isEqualTo("store-unavailable");
      assertThat(ended.path("error").path("why").asString()).contains("store", "not answered");
      pages.text("存储没有应答，或无法写入").waitFor();
      workload.goesOn();
      assertThat(Aftermath.standsStill(member)).isFalse();
    } finally {
      signal("CONT", master);
    }
    member.does("backup");
    awaitOnTime(member);
    Aftermath.isWhole(member);
  }

  private static void signal(String signal, String process) {
    var ignored = Commands.run(SOON, "kill", "-" + signal, process).orFail();
  }
}
