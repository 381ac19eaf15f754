package io.labvm.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.nodechannel.Activity;
import io.labvm.nodechannel.Beacon;
import io.labvm.nodechannel.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard as its own process, on real control groups. */
class GuardKernelIT {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final Holding HOLDING = new Holding("d1", 3);
  private static final long PATIENCE_MILLIS = 20_000;

  private final FakeControlPlane control;
  private final Groups groups;
  private final Path home;
  private final Process guard;

  GuardKernelIT(@TempDir Path home) throws Exception {
    this.home = home;
    control = new FakeControlPlane();
    groups =
        Files.exists(ROOT.resolve("freezer"))
            ? new Groups(ROOT.resolve("freezer"), ROOT.resolve("memory"))
            : new Groups(ROOT);
    Files.createDirectories(home.resolve("run/guard"));
    var owner = Files.createDirectories(home.resolve("state/desktops/d1"));
    Files.writeString(owner.resolve("owner.json"), "{\"upper\":\"u1\",\"epoch\":3}");
    Files.writeString(home.resolve("run/agent-alive"), "");
    epoch(3);
    guard = start();
  }

  @AfterEach
  void close() throws Exception {
    guard.destroyForcibly().waitFor();
    groups.close();
    control.close();
  }

  @Test
  void beaconsObeysAndTellsTheTruth() throws Exception {
    var desktop = groups.start(HOLDING);
    control.identity("n1", home.resolve("identity"));

    var running = beacon(b -> activity(b) == Activity.RUNNING);
    assertThat(running.node()).isEqualTo("n1");
    assertThat(running.agentAgeMillis()).isNotNegative();
    assertThat(running.desktops().getFirst().upper()).isEqualTo("u1");

    control.verdict = Verdict.FREEZE;
    beacon(b -> activity(b) == Activity.FROZEN);
    control.verdict = Verdict.RUN;
    beacon(b -> activity(b) == Activity.RUNNING);
    control.verdict = Verdict.KILL;
    beacon(b -> activity(b) == Activity.GONE);
    assertThat(desktop.waitFor()).isEqualTo(128 + 9);
  }

  @Test
  void killsWhatTheStoreSaysIsHeldElsewhereWithoutAnyChannel() throws Exception {
    control.close();
    var desktop = groups.start(HOLDING);
    epoch(4);

    assertThat(desktop.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    assertThat(guard.isAlive()).isTrue();
  }

  @Test
  void thawsAForgottenFreeze() throws Exception {
    groups.start(HOLDING);
    control.identity("n1", home.resolve("identity"));
    beacon(b -> activity(b) == Activity.RUNNING);
    var deadline = BootClock.MACHINE.millis() + 1_000;
    Files.writeString(home.resolve("run/guard/d1"), Long.toString(deadline));
    ControlGroups.at(ROOT, groups.parent).freeze(HOLDING);

    beacon(b -> activity(b) == Activity.RUNNING && b.sentAtBoot() > deadline);
    assertThat(home.resolve("run/guard/d1")).doesNotExist();
  }

  @Test
  void givesSignsOfLifeWithoutAnyChannel() throws Exception {
    control.close();
    var sign = home.resolve("run/guard-alive");
    var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    var first = awaitSign(sign, FileTime.fromMillis(0), deadline);
    assertThat(awaitSign(sign, first, deadline)).isGreaterThan(first);
    assertThat(guard.isAlive()).isTrue();
  }

  private static FileTime awaitSign(Path sign, FileTime after, long deadline) throws Exception {
    while (System.nanoTime() < deadline) {
      if (Files.exists(sign) && Files.getLastModifiedTime(sign).compareTo(after) > 0) {
        return Files.getLastModifiedTime(sign);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("no sign came");
  }

  private Process start() throws IOException {
    var config = home.resolve("guard.properties");
    Files.write(
        config,
        List.of(
            "node=n1",
            "channels=" + control.url(),
            "identity=" + home.resolve("identity"),
            "stateDir=" + home.resolve("state"),
            "runDir=" + home.resolve("run"),
            "storePath=" + home.resolve("store"),
            "cgroupParent=/" + groups.parent,
            "beaconMillis=100"));
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var path = System.getProperty("java.class.path");
    return new ProcessBuilder(
            java,
            "-Xmx32m",
            "-XX:+UseSerialGC",
            "-cp",
            path,
            "io.labvm.guard.Guard",
            config.toString())
        .inheritIO()
        .start();
  }

  private void epoch(long number) throws IOException {
    var epochs = Files.createDirectories(home.resolve("store/desktops/d1/epochs"));
    Files.writeString(epochs.resolve(Long.toString(number)), "{}");
  }

  private static Activity activity(Beacon beacon) {
    return beacon.desktops().getFirst().activity();
  }

  private Beacon beacon(Predicate<Beacon> wanted) throws InterruptedException {
    var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (System.nanoTime() < deadline) {
      var beacon = control.beacons.poll(1, TimeUnit.SECONDS);
      if (beacon != null && wanted.test(beacon)) {
        return beacon;
      }
    }
    throw new AssertionError("no such beacon came");
  }
}
