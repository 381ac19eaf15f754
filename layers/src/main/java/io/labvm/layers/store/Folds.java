package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.FaultPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes equivalents of adjacent layers. No version changes: a fold is a layer that may be mounted
 * in the place of those it was made of, so it may be made, lost and made again at any time.
 */
public final class Folds {
  /** A mounted stack of so few layers is left alone; an absent name is looked for in each. */
  public static final int SHORT = 3;

  /**
   * What lies above a layer is folded into it when it comes to this part of it: each byte is then
   * written again so often for every layer of a stack, and a stack has a layer for each power.
   */
  private static final int PART = 8;

  private final Store store;
  private final DesktopKey desktop;

  Folds(Store store, DesktopKey desktop) {
    this.store = store;
    this.desktop = desktop;
  }

  /**
   * Folds the layers that a later version has above an earlier one.
   *
   * @throws LayerException refused, when the later one is not built on the earlier one
   */
  public Folded between(int from, int to, OperationKey operation) throws IOException {
    Versions versions = store.versions(desktop);
    versions.requireSound(from);
    versions.requireSound(to);
    List<Digest> low = versions.layers(versions.get(from));
    List<Digest> high = versions.layers(versions.get(to));
    boolean above =
        low.size() <= high.size()
            && high.subList(0, low.size()).equals(low)
            && versions.get(from).base().equals(versions.get(to).base());
    if (!above) {
      throw new LayerException(
          LayerError.REFUSED, "version " + to + " is not built on version " + from);
    }
    Stack below = new Stack(versions.get(to).base(), low);
    return fold(below, high.subList(low.size(), high.size()), operation);
  }

  /**
   * Keeps the newest version's mount short: its layers become smaller upwards, each to an eighth of
   * the one beneath at most. Costs in the long run what changed times eight for each layer mounted.
   */
  public Folded auto(OperationKey operation) throws IOException {
    Version newest = store.versions(desktop).newest();
    List<Equivalents.Equivalent> cover = store.stacks(desktop).cover(newest);
    List<Digest> layers = Stacks.layers(cover);
    int from = layers.size() > SHORT ? outgrown(layers) : layers.size();
    List<Digest> run =
        cover.subList(from, cover.size()).stream().flatMap(e -> e.layers().stream()).toList();
    Stack below = new Stack(newest.base(), layers.subList(0, from));
    return fold(below, run, layers.subList(from, layers.size()), operation);
  }

  /** The lowest layer that those above it have come too close to; the number of layers if none. */
  private int outgrown(List<Digest> layers) throws IOException {
    int lowest = layers.size();
    long above = 0;
    for (int i = layers.size() - 1; i >= 0; i--) {
      long bytes = store.layers().imageBytes(layers.get(i));
      lowest = bytes < above * PART ? i : lowest;
      above += bytes;
    }
    return lowest;
  }

  /**
   * Folds what stands between two versions that are there, where that is more than one layer: what
   * pruning made adjacent. The lists become shorter, and the room is given back, by the next prune.
   *
   * @param most folds made in this call
   * @return how many were made
   */
  public int adjacent(int most, OperationKey operation) throws IOException {
    int made = 0;
    for (Gap gap : gaps()) {
      if (made == most) {
        break;
      }
      Folded folded = fold(gap.below(), gap.layers(), operation);
      made += folded.created() ? 1 : 0;
    }
    return made;
  }

  /** Layers between a version and the nearest one beneath it. */
  private record Gap(Stack below, List<Digest> layers) {}

  private List<Gap> gaps() throws IOException {
    Versions versions = store.versions(desktop);
    List<Version> all = versions.list();
    List<List<Digest>> lists = new ArrayList<>();
    for (Version version : all) {
      lists.add(versions.layers(version));
    }
    List<Gap> gaps = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0; i--) {
      int length = longestBeneath(lists, lists.get(i));
      List<Digest> own = lists.get(i);
      boolean sound = !versions.marks(all.get(i).number()).isDamaged();
      if (sound && own.size() - length > 1) {
        Stack below = new Stack(all.get(i).base(), own.subList(0, length));
        gaps.add(new Gap(below, own.subList(length, own.size())));
      }
    }
    return gaps;
  }

  /** The length of the longest other list that this one begins with; 0 when none does. */
  private static int longestBeneath(List<List<Digest>> lists, List<Digest> own) {
    int longest = 0;
    for (List<Digest> other : lists) {
      boolean beneath = other.size() < own.size() && own.subList(0, other.size()).equals(other);
      longest = beneath ? Math.max(longest, other.size()) : longest;
    }
    return longest;
  }

  private Folded nothing() throws IOException {
    return new Folded(Optional.empty(), List.of(), false, mounted(), Map.of());
  }

  private int mounted() throws IOException {
    return store.stacks(desktop).shortest(store.versions(desktop).newest()).layers().size();
  }

  private Folded fold(Stack below, List<Digest> run, OperationKey operation) throws IOException {
    return fold(below, run, run, operation);
  }

  /**
   * Makes the equivalent of a run.
   *
   * @param inputs what shows the same and is read instead
   */
  private Folded fold(Stack below, List<Digest> run, List<Digest> inputs, OperationKey operation)
      throws IOException {
    if (run.size() < 2) {
      return nothing();
    }
    Equivalents equivalents = new Equivalents(store, desktop);
    for (Equivalents.Equivalent e : equivalents.list()) {
      if (e.layers().equals(run) && store.layers().exists(e.layer())) {
        return new Folded(Optional.of(e.layer()), run, false, mounted(), Map.of());
      }
    }
    Phases phases = new Phases();
    LayerBuild build = new LayerBuild(store, "fold", inputs, run, operation, phases);
    Digest layer = build.ofLayers(inputs, store.stacks(desktop), below);
    FaultPoint.reach("fold.equals.before");
    equivalents.add(new Equivalents.Equivalent(layer, run), operation);
    FaultPoint.reach("fold.equals.after");
    store.layers().require(List.of(layer));
    return new Folded(Optional.of(layer), run, true, mounted(), phases.seconds());
  }

  /**
   * Puts folds in the place of layers that no version stands between any more, in the lists of all
   * versions above, so that those layers are listed no longer. Idempotent.
   *
   * @return how many lists became shorter
   */
  int replaceMerged(OperationKey operation) throws IOException {
    Versions versions = store.versions(desktop);
    List<Version> all = versions.list();
    int changed = 0;
    for (Equivalents.Equivalent e : new Equivalents(store, desktop).list()) {
      if (store.layers().exists(e.layer()) && !endsInside(versions, all, e)) {
        changed += replace(versions, all, e, operation);
      }
    }
    return changed;
  }

  /** Whether a version ends within the run, so that it needs the layers one by one. */
  private static boolean endsInside(Versions versions, List<Version> all, Equivalents.Equivalent e)
      throws IOException {
    Set<Digest> inner = new HashSet<>(e.layers().subList(0, e.layers().size() - 1));
    for (Version version : all) {
      List<Digest> layers = versions.layers(version);
      boolean inside = !layers.isEmpty() && inner.contains(layers.getLast());
      if (inside) {
        return true;
      }
    }
    return false;
  }

  private int replace(
      Versions versions, List<Version> all, Equivalents.Equivalent e, OperationKey operation)
      throws IOException {
    int changed = 0;
    for (Version version : all) {
      List<Digest> layers = new ArrayList<>(versions.layers(version));
      for (int i = 0; i < layers.size(); i++) {
        if (e.fits(layers, i)) {
          layers.subList(i, i + e.layers().size()).clear();
          layers.add(i, e.layer());
          FaultPoint.reach("fold.stack.before");
          versions.noteStack(version.number(), layers, operation);
          FaultPoint.reach("fold.stack.after");
          changed++;
        }
      }
    }
    return changed;
  }
}
