package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * The store is full, read-only and gone for a while: desktops run on, members are told, and when it
 * is over everything goes on by itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorageE2E {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Long enough for attempts on both sides of a short trouble, and soon over in a long one. */
  private static final String PATIENCE = "labvm.workflows.patience: 20s";

  private Chromium chromium;
  private SmallStore store;
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
              SmallStore.of(wanted.home()).mount();
              wanted.onMooseFs(false);
              wanted.withNodes(1);
              wanted.setting("control", PATIENCE);
            });
    home = lab.home();
    store = SmallStore.of(home);
    hash = DesktopShell.hash(home);
  }

  @AfterAll
  void stop() throws IOException {
    chromium.close();
    lab.close();
    assertThat(Traces.of(home, hash)).isEmpty();
  }

  @Test
  void aBackupIntoAFullStoreSaysSoAndTheScheduleMakesUpForIt() throws IOException {
    Member member = lab.register(null);
    Aftermath.write(member, "before");
    member.does("backup");
    var pages = new MembersPage(chromium, member).versions();
    store.fill();
    try (var workload = Workload.in(member)) {
      Aftermath.write(member, "full");
      pages.button("立即备份").click();
      backsUpEvery(member, 1);
      pages.text("节点或存储的空间已用完").waitFor();
      assertThat(failure(member)).isEqualTo("no-space");
      awaitLate(member, pages);
      workload.goesOn();
    } finally {
      store.makeRoom();
    }
    Wait.untilTrue(
        "the schedule's backup",
        Duration.ofMinutes(3),
        () -> member.history().newest().path("trigger").asString().equals("schedule"));
    backsUpEvery(member, 0);
    awaitQuiet(member);
    member.awaitShipped();
    Aftermath.isWhole(member);
    Aftermath.storeIsSound(lab);
    member.does("delete");
  }

  @Test
  void aBackupWaitsForAStoreThatIsReadOnlyAndForOneThatIsGone() throws IOException {
    Member member = lab.register(null);
    Aftermath.write(member, "before");
    member.does("backup");
    backUpDuring(member, "read-only", store::makeReadOnly, store::makeWritable);
    backUpDuring(member, "gone", store::goAway, this::comesBack);
    Aftermath.storeIsSound(lab);
    member.does("delete");
  }

  /** Nobody took the directory below for the store. */
  private void comesBack() throws IOException {
    try (var files = Files.list(lab.store())) {
      List<Path> written = files.toList();
      store.comeBack();
      assertThat(written).isEmpty();
    }
  }

  /** What the test does to the store. */
  private interface Change {
    void make() throws IOException;
  }

  private static void backUpDuring(Member member, String trouble, Change begin, Change end)
      throws IOException {
    begin.make();
    String operation;
    try (var workload = Workload.in(member)) {
      Aftermath.write(member, trouble);
      operation = member.send("backup", null);
      assertThat(awaitToldReason(member, operation)).isEqualTo("store-unavailable");
      Wait.untilTrue(
          "what is behind to be told", SOON, () -> !member.show().path("recoveryPoint").isNull());
      workload.goesOn();
    } finally {
      end.make();
    }
    var ignored = member.awaitOperation(operation, "succeeded");
    member.awaitShipped();
    Aftermath.isWhole(member);
  }

  /** The code of what a step that will be tried again has failed with. */
  private static String awaitToldReason(Member member, String operation) {
    return Wait.until(
        "the reason why a backup waits",
        SOON,
        () -> {
          JsonNode now = member.operation(operation);
          assertThat(now.path("state").asString()).as("%s", now).isIn("queued", "running");
          for (JsonNode step : now.path("steps")) {
            if (step.path("error").isObject()) {
              return step.path("error").path("code").asString();
            }
          }
          return null;
        });
  }

  private static void awaitLate(Member member, MembersPage pages) {
    Wait.untilTrue("the mark of a late sync", SOON, member::isLate);
    pages.text("同步落后").waitFor();
  }

  /** The code of what the newest backup that failed has failed with. */
  private static String failure(Member member) {
    String path = "/api/v1/desktops/" + member.desktop() + "/operations";
    for (JsonNode operation : member.api().get(path).expect(200).body()) {
      if (operation.path("kind").asString().equals("backup")
          && operation.path("error").isObject()) {
        return operation.path("error").path("code").asString();
      }
    }
    throw new AssertionError("no backup of " + member.login() + " has failed");
  }

  private static void backsUpEvery(Member member, int minutes) {
    String path = "/api/v1/desktops/" + member.desktop() + "/backup-policy";
    String policy = Api.JSON.writeValueAsString(Map.of("everyMinutes", minutes));
    var ignored = member.api().sendRaw("PUT", path, policy).expect(200);
  }

  private static void awaitQuiet(Member member) {
    Wait.untilTrue("nothing in progress", SOON, () -> member.show().path("operation").isNull());
  }
}
