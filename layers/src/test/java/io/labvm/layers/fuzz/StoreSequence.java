package io.labvm.layers.fuzz;

import io.labvm.layers.scenario.Lab;
import io.labvm.layers.scenario.StoreDesk;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.OperationKey;
import io.labvm.linux.TreeEvents.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The random history of a desktop in a store: life beside continuous sync, deciding passes, seals,
 * folds, prunes, restores and restarts in random order. Most have a writer that rests only while a
 * pass decides and is judged. Same least sizes as {@link Sequence}, and a prune.
 */
final class StoreSequence {
  private static final int BASES = 10;

  private static final List<List<Source>> SOURCES =
      List.of(List.of(Source.FANOTIFY), List.of(Source.INOTIFY), List.of());

  private static final List<String> SHIPPING =
      List.of(
          "sync.capture.after",
          "sync.publish.before",
          "sync.publish.after",
          "index.commit.before",
          "index.commit.written",
          "index.commit.after",
          "sync.void.before",
          "sync.void.after");

  private static final List<String> SEALING =
      List.of(
          "seal.check.before",
          "version.write.after",
          "seal.version.before",
          "seal.version.after",
          "seal.presence.after",
          "seal.remove-segment.before",
          "seal.remove-segment.after",
          "publish.link.after");

  private static final List<String> FOLDING =
      List.of("fold.equals.before", "fold.equals.after", "equals.write.after");

  private static final List<String> PRUNING =
      List.of(
          "prune.version.before",
          "prune.version.after",
          "fold.stack.before",
          "fold.stack.after",
          "prune.layer.before",
          "prune.layer.after",
          "prune.remove.before",
          "prune.remove.after");

  private final Random random;
  private final StoreDesk desk;
  private final Tally tally;
  private final boolean restless;
  private final List<String> steps = new ArrayList<>();
  private Life.@Nullable Restless writer;
  private long written;

  private StoreSequence(long seed, StoreDesk desk, Tally tally) {
    this.random = new Random(seed);
    this.desk = desk;
    this.tally = tally;
    this.restless = seed % 8 == 0;
  }

  static boolean isOne(long seed) {
    return seed % 8 == 0 || seed % 16 == 4;
  }

  static void run(Lab lab, long seed, Tally tally) throws IOException {
    try (StoreDesk desk = lab.storeDesk(seed % BASES)) {
      new StoreSequence(seed, desk, tally).run();
    }
    tally.count("sequences in a store", 1);
  }

  private void run() throws IOException {
    try {
      while (!isEnough()) {
        round();
      }
      kill();
      desk.stopSync();
      desk.verify();
      tally.count("batches of continuous sync", desk.batches());
      tally.count("sequences with a live writer", restless ? 1 : 0);
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError("after " + String.join(", ", steps), e);
    } finally {
      kill();
    }
  }

  private boolean isEnough() {
    return tally.of("operations") >= Sequence.OPERATIONS
        && tally.of("seals") >= 3
        && tally.of("folds") >= 1
        && tally.of("prunes") >= 1
        && tally.of("restarts") >= 1;
  }

  private void round() throws IOException {
    live(25 + random.nextInt(25));
    if (random.nextInt(4) == 0) {
      sealBeside();
    }
    decide();
    if (random.nextInt(2) == 0) {
      fold();
    }
    if (random.nextInt(3) == 0) {
      prune();
    }
    if (random.nextInt(3) == 0) {
      restart();
    }
  }

  // ------------------------------------------------------------------------------ life

  private void live(int operations) throws IOException {
    if (restless || random.nextBoolean()) {
      List<Source> sources = SOURCES.get(random.nextInt(SOURCES.size()));
      steps.add("sync by " + sources);
      desk.startSync(sources);
    }
    steps.add(operations + " operations");
    if (restless) {
      write(operations);
    } else {
      Life.Burst burst = desk.lives(random.nextLong(), operations);
      tally.count("operations", burst.done());
      burst.counts().forEach((name, count) -> tally.count("operation " + name, count));
    }
  }

  private void write(int operations) throws IOException {
    if (writer == null) {
      writer = desk.restless(random.nextLong());
      written = 0;
    }
    long done = writer.await(written + operations);
    tally.count("operations", done - written);
    tally.count("operations beside continuous sync", done - written);
    written = done;
  }

  private void kill() throws IOException {
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  // ------------------------------------------------------------------------------ the engine

  /** Whatever is staged at this moment, while life and sync go on. */
  private void sealBeside() throws IOException {
    steps.add("seal beside");
    tally.count("seals beside", sealOnce() ? 1 : 0);
  }

  /** The writer stands still for one pass and until it is judged. */
  private void decide() throws IOException {
    desk.stopSync();
    if (writer != null) {
      long ignored = writer.freeze();
      tally.count("writers frozen by their control group", writer.isInGroup() ? 1 : 0);
    }
    if (writer == null && random.nextInt(4) == 0) {
      // Nobody has written since it ended: then what was shipped live is all.
      steps.add("continuous sync decides");
      desk.startSync(List.of());
      desk.stopSync();
    } else {
      pass();
    }
    steps.add("seal");
    tally.count("seals", sealOnce() ? 1 : 0);
    tally.count("entries compared", desk.check());
    tally.count("views compared", 1);
    if (writer != null) {
      writer.thaw();
    }
  }

  private void pass() throws IOException {
    Consistency consistency = writer == null ? Consistency.STOPPED : Consistency.FROZEN;
    crashing(SHIPPING, () -> desk.ship(consistency));
    steps.add("ship");
    long unstable = desk.ship(consistency);
    if (unstable > 0) {
      throw new IOException(unstable + " names changed although nobody wrote");
    }
    tally.count("captures", 1);
  }

  private boolean sealOnce() throws IOException {
    OperationKey operation = OperationKey.random();
    crashing(SEALING, () -> desk.seal(operation));
    return desk.seal(operation);
  }

  private void fold() throws IOException {
    List<Integer> versions = desk.versions();
    if (versions.size() < 3) {
      return;
    }
    int to = random.nextInt(versions.size() - 2);
    int from = to + 2 + random.nextInt(versions.size() - to - 2);
    steps.add("fold " + versions.get(from) + " to " + versions.get(to));
    OperationKey operation = OperationKey.random();
    crashing(FOLDING, () -> desk.fold(versions.get(from), versions.get(to), operation));
    tally.count("folds", desk.fold(versions.get(from), versions.get(to), operation) ? 1 : 0);
  }

  private void prune() throws IOException {
    int last = 1 + random.nextInt(3);
    steps.add("prune to " + last);
    OperationKey operation = OperationKey.random();
    crashing(PRUNING, () -> desk.prune(last, operation));
    tally.count("versions pruned", desk.prune(last, operation));
    tally.count("prunes", 1);
  }

  private void restart() throws IOException {
    kill();
    desk.stopSync();
    String kind =
        switch (random.nextInt(5)) {
          case 0 -> "index lost";
          case 1 -> desk.hasShipped() || restless ? "same upper" : "moved on";
          case 2 -> "restored";
          default -> "same upper";
        };
    steps.add("restart, " + kind);
    switch (kind) {
      case "index lost" -> desk.restartWithoutIndex();
      case "moved on" -> desk.moveOn();
      case "restored" -> restore();
      default -> desk.restart();
    }
    tally.count("restarts", 1);
    tally.count("restarts, " + kind, 1);
  }

  private void restore() throws IOException {
    List<Integer> versions = desk.versions();
    int version = versions.get(random.nextInt(versions.size()));
    desk.fork(version, OperationKey.random());
    desk.restore(version, OperationKey.random());
  }

  private interface Step {
    Object run() throws IOException;
  }

  /** Now and then a step dies somewhere first; what follows must not mind. */
  private void crashing(List<String> places, Step step) throws IOException {
    if (random.nextInt(4) != 0) {
      return;
    }
    String place = places.get(random.nextInt(places.size()));
    Crash.at(place);
    try {
      var ignored = step.run();
      Crash.disarm();
    } catch (Crash crash) {
      steps.add("crash at " + place);
      tally.count("crashes", 1);
      tally.count("crashes at " + place, 1);
    }
  }
}
