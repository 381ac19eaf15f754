package io.labvm.layers.fuzz;

import io.labvm.layers.scenario.Desk;
import io.labvm.layers.scenario.Lab;
import io.labvm.layers.segment.Consistency;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The random history of one desktop, the same for the same seed: life, shipping, sealing, folding
 * and restarting in random order, judged after every step. At least 150 operations, 3 seals, a fold
 * and a restart. Some are a {@link StoreSequence}.
 */
final class Sequence {
  private static final int BASES = 10;
  static final int OPERATIONS = 150;

  private static final List<String> CRASHES =
      List.of("index.commit.before", "index.commit.written", "index.commit.after");

  private final Random random;
  private final Desk desk;
  private final Tally tally;
  private final List<String> steps = new ArrayList<>();

  private Sequence(long seed, Desk desk, Tally tally) {
    this.random = new Random(seed);
    this.desk = desk;
    this.tally = tally;
  }

  /** Some have a writer beside their captures first. */
  private static boolean isLive(long seed) {
    return seed % 16 == 1;
  }

  static void run(Lab lab, long seed, Tally tally) throws IOException {
    Tally own = new Tally();
    if (StoreSequence.isOne(seed)) {
      StoreSequence.run(lab, seed, own);
    } else {
      alone(lab, seed, own);
    }
    own.count("sequences", 1);
    tally.add(own);
  }

  private static void alone(Lab lab, long seed, Tally tally) throws IOException {
    try (Desk desk = lab.desk(lab.base(seed % BASES))) {
      new Sequence(seed, desk, tally).run(isLive(seed));
    }
  }

  private void run(boolean live) throws IOException {
    try {
      if (live) {
        restless();
      }
      history();
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError("after " + String.join(", ", steps), e);
    }
  }

  private void history() throws IOException {
    while (!isEnough()) {
      // Where only a fold or a restart is missing, little has to happen before it.
      live(tally.of("operations") < OPERATIONS ? 25 + random.nextInt(25) : 8);
      ship();
      if (random.nextInt(10) < 7) {
        seal();
      }
      if (random.nextInt(10) < 4) {
        fold();
      }
      if (random.nextInt(10) < 3) {
        restart();
      }
    }
  }

  private boolean isEnough() {
    return tally.of("operations") >= OPERATIONS
        && tally.of("seals") >= 3
        && tally.of("folds") >= 1
        && tally.of("restarts") >= 1;
  }

  private void live(int operations) throws IOException {
    steps.add(operations + " operations");
    Life.Burst burst = desk.lives(random.nextLong(), operations);
    tally.count("operations", burst.done());
    burst.counts().forEach((name, count) -> tally.count("operation " + name, count));
  }

  private void ship() throws IOException {
    if (random.nextInt(6) == 0) {
      crash(CRASHES.get(random.nextInt(CRASHES.size())));
    }
    steps.add("ship");
    requireStable(desk.ship(Consistency.STOPPED));
    tally.count("captures", 1);
  }

  /** A batch whose segments are durable, with the index before, at or behind it. */
  private void crash(String place) throws IOException {
    steps.add("crash at " + place);
    Crash.at(place);
    try {
      var ignored = desk.ship(Consistency.STOPPED);
      throw new IllegalStateException("came past " + place);
    } catch (Crash crash) {
      desk.recover();
    }
    tally.count("crashes", 1);
    tally.count("crashes at " + place, 1);
  }

  private static void requireStable(long unstable) throws IOException {
    if (unstable > 0) {
      throw new IOException(unstable + " names changed although nobody wrote");
    }
  }

  private void seal() throws IOException {
    steps.add("seal");
    if (desk.hasShipped()) {
      tally.count("entries sealed", desk.sealShipped().size());
      tally.count("seals", 1);
    }
    tally.count("entries compared", desk.check());
    tally.count("views compared", 1);
  }

  private void fold() throws IOException {
    int layers = desk.layers();
    if (layers < 2) {
      return;
    }
    int from = 1 + random.nextInt(layers - 1);
    int to = from + 1 + random.nextInt(layers - from);
    if (to - from >= 2 && random.nextInt(3) == 0) {
      desk.requireCanonical(from, from + random.nextInt(to - from), to);
      tally.count("fold orders compared", 1);
    }
    steps.add("fold " + from + " to " + to + " of " + layers);
    desk.foldAndGoOn(from, to);
    tally.count("folds", 1);
    tally.count("layers folded", to - from + 1);
  }

  private void restart() throws IOException {
    String kind = random.nextInt(4) == 0 && !desk.hasShipped() ? "moved on" : sameUpper();
    steps.add("restart, " + kind);
    switch (kind) {
      case "moved on" -> desk.moveOn();
      case "index lost" -> desk.restartWithoutIndex();
      case "on what was sealed" -> desk.restartOnSealed();
      default -> desk.restart();
    }
    tally.count("restarts", 1);
    tally.count("restarts, " + kind, 1);
  }

  private String sameUpper() {
    return switch (random.nextInt(3)) {
      case 0 -> "index lost";
      case 1 -> desk.hasShipped() ? "same upper" : "on what was sealed";
      default -> "same upper";
    };
  }

  /** Captures while it writes, then one that decides, with the writer frozen. */
  private void restless() throws IOException {
    try (Life.Restless writer = desk.restless(random.nextLong())) {
      long before = 0;
      for (int round = 0; round < 3; round++) {
        for (int i = random.nextInt(3); i >= 0; i--) {
          steps.add("live capture");
          tally.count("unstable names", desk.ship(Consistency.LIVE));
          tally.count("live captures", 1);
        }
        long done = writer.freeze();
        tally.count("writers frozen by their control group", writer.isInGroup() ? 1 : 0);
        tally.count("operations beside a capture", done - before);
        before = done;
        steps.add("frozen capture");
        requireStable(desk.ship(Consistency.FROZEN));
        seal();
        writer.thaw();
      }
    }
    tally.count("sequences with a writer beside captures", 1);
  }
}
