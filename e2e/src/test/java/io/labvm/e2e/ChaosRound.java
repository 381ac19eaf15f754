package io.labvm.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** What members do and what befalls them, each at its own moment, within seconds. */
final class ChaosRound {
  private static final Duration LENGTH = Duration.ofSeconds(14);
  private static final Duration LONG_ENOUGH_TO_BE_LOST = Duration.ofSeconds(65);
  private static final int FEWEST = 2;
  private static final int MOST = 5;

  private final ChaosMembers members;
  private final ChaosFaults faults;
  private final ChaosGroups groups;
  private final ChaosDice dice;
  private final List<Runnable> acts = new ArrayList<>();

  ChaosRound(ChaosMembers members, ChaosFaults faults, ChaosGroups groups, ChaosDice dice) {
    this.members = members;
    this.faults = faults;
    this.groups = groups;
    this.dice = dice;
  }

  /** Draws what members ask for and which processes are hit. */
  void draw() {
    members.desktops().forEach(this::draw);
    if (members.desktops().size() < MOST && dice.happens(0.3)) {
      acts.add(members::register);
    }
    for (int i = 1 + dice.upTo(3); i > 0; i--) {
      ChaosDice own = dice.another();
      acts.add(() -> faults.one(own));
    }
  }

  private void draw(ChaosDesktop desktop) {
    List<ChaosDesktop.Command> allowed = allowed(desktop);
    if (!allowed.isEmpty() && dice.happens(0.75)) {
      ChaosDice own = dice.another();
      var command = dice.one(allowed);
      acts.add(() -> members.ask(desktop, command, own));
    }
    for (int i = dice.upTo(3); i > 0; i--) {
      ChaosDice own = dice.another();
      acts.add(() -> desktop.write(own, groups.now()));
    }
  }

  private List<ChaosDesktop.Command> allowed(ChaosDesktop desktop) {
    var allowed = new ArrayList<>(desktop.allowed());
    if (members.desktops().size() <= FEWEST) {
      allowed.remove(ChaosDesktop.Command.DELETE);
    }
    if (members.desktops().size() >= MOST) {
      allowed.removeIf(ChaosDesktop.Command.FORK::equals);
    }
    return allowed;
  }

  /** Draws whether the power of a node fails. */
  void drawPower(List<String> nodes) {
    if (!dice.happens(0.25)) {
      return;
    }
    String node = dice.one(nodes);
    Duration least = dice.happens(0.5) ? Duration.ofSeconds(5) : LONG_ENOUGH_TO_BE_LOST;
    Duration time = least.plus(dice.within(Duration.ofSeconds(40)));
    ChaosDice own = dice.another();
    acts.add(() -> faults.power(node, time));
    acts.add(() -> members.rescue(own, LENGTH.plus(time)));
  }

  /** Ends when the last of it has ended. */
  void run() {
    var failures = new CopyOnWriteArrayList<Throwable>();
    List<Thread> threads = acts.stream().map(act -> begin(act, failures)).toList();
    threads.forEach(ChaosRound::join);
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.getFirst().getMessage(), failures.getFirst());
    }
  }

  private Thread begin(Runnable act, List<Throwable> failures) {
    Duration moment = dice.within(LENGTH);
    return Thread.ofVirtual()
        .start(
            () -> {
              LockSupport.parkNanos(moment.toNanos());
              try {
                act.run();
              } catch (RuntimeException | AssertionError e) {
                failures.add(e);
              }
            });
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
