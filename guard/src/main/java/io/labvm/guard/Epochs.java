package io.labvm.guard;

import java.io.IOException;
import java.util.List;

/** Fences what the store says is held elsewhere, and renews the leases of the rest. */
final class Epochs {
  private final Desktops desktops;
  private final StoreWatch store;
  private final Fence fence;
  private final Leases leases;
  private final BootClock clock;
  private final GuardLog log;

  Epochs(
      Desktops desktops,
      StoreWatch store,
      Fence fence,
      Leases leases,
      BootClock clock,
      GuardLog log) {
    this.desktops = desktops;
    this.store = store;
    this.fence = fence;
    this.leases = leases;
    this.clock = clock;
    this.log = log;
  }

  void check() throws IOException, InterruptedException {
    var held = held();
    if (held.isEmpty()) {
      return;
    }
    var sentAt = clock.millis();
    var answers = store.ask(held);
    for (var answer : answers.entrySet()) {
      switch (answer.getValue()) {
        case OVERTAKEN -> fence.kill(answer.getKey(), "the store has a newer epoch");
        case NEWEST -> leases.renew(answer.getKey(), sentAt);
        case UNKNOWN -> {}
      }
    }
    var silent = answers.values().stream().allMatch(a -> a == StoreWatch.Answer.UNKNOWN);
    log.state("store", silent ? "no answer" : "answers");
  }

  private List<Holding> held() throws IOException {
    return desktops.look().stream().map(each -> new Holding(each.desktop(), each.epoch())).toList();
  }
}
