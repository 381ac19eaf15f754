package io.labvm.guard;

import io.labvm.nodechannel.Beacon;
import io.labvm.nodechannel.DesktopVerdict;
import io.labvm.nodechannel.NodeChannelClient;
import io.labvm.nodechannel.NodeIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends the beacon and carries out what the answer says. */
final class Beacons {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final GuardConfig config;
  private final Desktops desktops;
  private final Fence fence;
  private final Leases leases;
  private final AgentSign agent;
  private final BootClock clock;
  private final GuardLog log;
  private @Nullable NodeChannelClient channel;

  Beacons(
      GuardConfig config,
      Desktops desktops,
      Fence fence,
      Leases leases,
      BootClock clock,
      GuardLog log) {
    this.config = config;
    this.desktops = desktops;
    this.fence = fence;
    this.leases = leases;
    this.agent = new AgentSign(config.runDir(), clock);
    this.clock = clock;
    this.log = log;
  }

  void send() throws InterruptedException {
    try {
      var beacon = beacon();
      for (var verdict : channel().beacon(beacon).desktops()) {
        obey(verdict, beacon.sentAtBoot());
      }
      log.state("channel", "answers");
    } catch (IOException | IllegalArgumentException e) {
      log.state(
          "channel",
          "no answer (" + GuardLog.reason(e) + "); desktops run on while their leases last");
    }
  }

  private Beacon beacon() throws IOException {
    var held = desktops.look();
    var now = clock.millis();
    leases.holding(
        held.stream().map(each -> new Holding(each.desktop(), each.epoch())).toList(), now);
    return new Beacon(config.node(), bootId(), now, agent.ageMillis(), held);
  }

  private void obey(DesktopVerdict verdict, long sentAt) throws IOException {
    var holding = new Holding(verdict.desktop(), verdict.epoch());
    switch (verdict.verdict()) {
      case RUN -> {
        leases.renew(holding, sentAt, verdict.leaseMillis());
        fence.run(holding);
      }
      case FREEZE -> fence.freeze(holding, "verdict of the control plane");
      case KILL -> fence.kill(holding, "verdict of the control plane");
    }
  }

  /** The identity may appear, or be made anew, while the guard runs. */
  private NodeChannelClient channel() throws IOException {
    var current = channel;
    if (current == null) {
      var identity = NodeIdentity.load(config.identity());
      if (!identity.node().equals(config.node())) {
        throw new IOException("the identity is of node " + identity.node());
      }
      current = new NodeChannelClient(identity, config.channels(), TIMEOUT);
      channel = current;
    }
    return current;
  }

  private static String bootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }
}
