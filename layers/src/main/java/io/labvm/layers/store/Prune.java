package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.FaultPoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes versions by retention rules, then layers that no version lists any more and data files
 * that neither a layer nor a segment refers to: seen unlisted twice, ten minutes apart, moved to
 * the trash, looked for once more, removed a day later. Beside it others may seal, fork and
 * restore: they see to it that their layers are there and take them back.
 */
public final class Prune {
  /**
   * How long things wait.
   *
   * @param unlisted between the two listings that do not name a layer
   * @param trash before anything there is removed
   */
  public record Waits(Duration unlisted, Duration trash) {
    /** What an operator relies on. */
    public static final Waits SAFE = new Waits(Duration.ofMinutes(10), Duration.ofHours(24));

    /** The trash is emptied at once; a seal that runs beside needs the time between listings. */
    public static final Waits NOW = new Waits(SAFE.unlisted(), Duration.ZERO);
  }

  /** For so long a restore can be undone, whatever the rules say. */
  private static final Duration UNDONE = Duration.ofDays(7);

  private final Store store;
  private final DesktopKey desktop;

  Prune(Store store, DesktopKey desktop) {
    this.store = store;
    this.desktop = desktop;
  }

  /** What {@link #run} would remove now; nothing is changed. */
  public Pruned plan(Retention rules) throws IOException {
    List<Integer> kept = new ArrayList<>();
    List<Integer> removed = new ArrayList<>();
    List<String> damaged = new ArrayList<>();
    split(rules, kept, removed, damaged);
    return new Pruned(removed, kept, List.of(), List.of(), 0, 0, 0, damaged);
  }

  /** Idempotent; killed anywhere, the next one goes on. */
  public Pruned run(Retention rules, Waits waits, OperationKey operation) throws IOException {
    Pruned planned = plan(rules);
    // First, because what follows needs a little room.
    long freed = new TrashSweep(store).run(waits.trash());
    Pruned own = remove(planned, operation);
    Swept swept = sweep(store, waits);
    List<String> damaged = new ArrayList<>(own.damaged());
    damaged.addAll(swept.unreadable());
    return new Pruned(
        own.removed(),
        own.kept(),
        swept.layers(),
        swept.data(),
        swept.waiting(),
        own.leftBehind(),
        freed + swept.freed(),
        damaged);
  }

  /**
   * The part of {@link #run} that concerns this desktop alone: who prunes many sweeps once, by
   * {@link #sweep}. Idempotent; killed anywhere, the next one goes on.
   */
  public Pruned versions(Retention rules, OperationKey operation) throws IOException {
    return remove(plan(rules), operation);
  }

  private Pruned remove(Pruned planned, OperationKey operation) throws IOException {
    List<Integer> removed = new ArrayList<>();
    List<Integer> kept = new ArrayList<>(planned.kept());
    for (int number : planned.removed()) {
      FaultPoint.reach("prune.version.before");
      // Somebody may have pinned it since.
      boolean stays = new Kept(store, desktop).reason(number).isPresent();
      if (!stays) {
        boolean ignored = store.versions(desktop).moveToTrash(number, operation);
      }
      (stays ? kept : removed).add(number);
      FaultPoint.reach("prune.version.after");
    }
    kept.sort(null);
    if (planned.damaged().isEmpty()) {
      int ignored = new Folds(store, desktop).replaceMerged(operation);
    }
    dropUselessEquivalents();
    store.versions(desktop).sweepMarks();
    int leftBehind = new StagingSweep(store, desktop).run(operation);
    return new Pruned(removed, kept, List.of(), List.of(), 0, leftBehind, 0, planned.damaged());
  }

  /** Takes away what no desktop needs any more. Idempotent; killed anywhere, the next goes on. */
  public static Swept sweep(Store store, Waits waits) throws IOException {
    LayerSweep sweep = new LayerSweep(store, waits);
    List<Digest> layers = sweep.run();
    long freed = new TrashSweep(store).run(waits.trash());
    DataSweep dataSweep = new DataSweep(store, waits);
    List<Digest> data = dataSweep.run();
    int ignored = store.sweepTemporary(Bases.DEAD_AFTER);
    return new Swept(layers, data, sweep.waiting(), freed + dataSweep.freed(), sweep.unreadable());
  }

  /**
   * What a restore left can be gone back to, also when it needed no version of its own. The restore
   * is newer, and would take its place in every period.
   */
  private void split(
      Retention rules, List<Integer> kept, List<Integer> removed, List<String> damaged)
      throws IOException {
    if (rules.isEmpty()) {
      throw new LayerException(LayerError.REFUSED, "no rule says which versions to keep");
    }
    Versions versions = store.versions(desktop);
    Kept must = new Kept(store, desktop);
    List<Retention.Candidate> candidates = new ArrayList<>();
    Set<Integer> wanted = new HashSet<>();
    boolean leftLately = false;
    for (int number : versions.numbers()) {
      try {
        Version version = versions.get(number);
        candidates.addFirst(new Retention.Candidate(number, version.created()));
        boolean lately = version.created().isAfter(store.now().minus(UNDONE));
        if (leftLately || (lately && version.trigger().equals(Version.BEFORE_RESTORE))) {
          wanted.add(number);
        }
        leftLately = lately && version.trigger().equals(Version.RESTORE);
      } catch (LayerException e) {
        leftLately = false;
        damaged.add(String.valueOf(e.getMessage()));
        kept.add(number);
      }
    }
    wanted.addAll(rules.keep(candidates));
    for (Retention.Candidate candidate : candidates) {
      boolean stays =
          wanted.contains(candidate.number()) || must.reason(candidate.number()).isPresent();
      (stays ? kept : removed).add(candidate.number());
    }
    kept.sort(null);
  }

  /** An equivalent that fits no stack any more keeps a layer for nothing. */
  private void dropUselessEquivalents() throws IOException {
    Versions versions = store.versions(desktop);
    List<List<Digest>> stacks = new ArrayList<>();
    for (int number : versions.numbers()) {
      try {
        stacks.add(versions.layers(versions.get(number)));
      } catch (LayerException e) {
        return; // it may be needed there
      }
    }
    Equivalents equivalents = new Equivalents(store, desktop);
    for (Equivalents.Equivalent e : equivalents.list()) {
      if (stacks.stream().noneMatch(e::isIn)) {
        equivalents.remove(e.layer());
      }
    }
  }
}
