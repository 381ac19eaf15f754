package io.labvm.layers.scenario;

import io.labvm.layers.capture.Capture;
import io.labvm.layers.capture.CaptureResult;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.fuzz.Life;
import io.labvm.layers.index.Head;
import io.labvm.layers.index.Index;
import io.labvm.layers.mount.MountSpec;
import io.labvm.layers.mount.OverlayMounts;
import io.labvm.layers.mount.TestedKernel;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.segment.SegmentChainWriter;
import io.labvm.layers.segment.SegmentHeader;
import io.labvm.layers.segment.SegmentInfo;
import io.labvm.layers.segment.SegmentReader;
import io.labvm.layers.tree.TreeRecord;
import io.labvm.layers.view.StackView;
import io.labvm.linux.Dir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A desktop and everything the engine does for it, step by step and all by the library: its overlay
 * is real, its chain of segments lies in a directory, its versions are lists of mounted layers.
 * Every seal and fold is judged by what the kernel shows.
 */
public final class Desk implements AutoCloseable {
  private final Lab lab;
  private final Path home;
  private final OverlayMounts overlays = new OverlayMounts(TestedKernel.features());
  private final Layers layers;

  private int versions;
  private int uppers;

  /** Of the newest version, bottom to top, without the base. */
  private List<Layer> stack = List.of();

  /** What the upper was mounted on first, and what it is mounted on now. */
  private List<Layer> foundation = List.of();

  private List<Layer> lowers = List.of();

  /**
   * What a fresh mount of the newest version shows, once it was looked at; folds change nothing.
   */
  private @Nullable TreeRecord shown;

  /** Sealed from this upper since it was mounted first, oldest first. */
  private final List<Layer> sealedHere = new ArrayList<>();

  private final List<SegmentInfo> unsealed = new ArrayList<>();
  private Head head = Head.NONE;
  private @Nullable Index index;

  private Desk(Lab lab, Layer base, Path home) {
    this.lab = lab;
    this.home = home;
    this.layers = new Layers(lab, base, home);
  }

  static Desk start(Lab lab, Layer base, Path home) throws IOException {
    Desk desk = new Desk(lab, base, home);
    desk.newUpper();
    return desk;
  }

  // ------------------------------------------------------------------------------ mounting

  private void newUpper() throws IOException {
    uppers++;
    head = Head.NONE;
    sealedHere.clear();
    foundation = stack;
    lowers = stack;
    mount();
  }

  private void mount() throws IOException {
    awaitUnused();
    overlays.mount(new MountSpec(layers.lowers(lowers), upper(), state("work"), merged()));
    index = Index.open(state("index"), upperId());
  }

  /** A process that starts in a mount namespace of its own has all mounts for a moment. */
  private void awaitUnused() throws IOException {
    Instant end = Instant.now().plusSeconds(60);
    while (Files.exists(upper()) && overlays.isInUse(upper()) && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }
  }

  private void unmount() throws IOException {
    if (index != null) {
      index.close();
      index = null;
    }
    if (!overlays.unmount(merged())) {
      throw new IOException("was not mounted: " + merged());
    }
  }

  /** The same upper again, as after a reboot. */
  public void restart() throws IOException {
    unmount();
    mount();
  }

  /** The same upper again, on everything that was sealed from it: its marks are useless then. */
  public void restartOnSealed() throws IOException {
    unmount();
    lowers = stack;
    mount();
  }

  /** The same upper again, but what was shipped of it is forgotten. */
  public void restartWithoutIndex() throws IOException {
    unmount();
    index = rebuilt();
    index.close();
    mount();
  }

  /** From the layers this upper gave since it was mounted first, and what is not sealed yet. */
  private Index rebuilt() throws IOException {
    Durable.remove(state("index"));
    List<Layers.Shipped> topFirst = new ArrayList<>(segments());
    topFirst.addAll(layers.shipped(sealedHere));
    if (topFirst.isEmpty()) {
      return Index.open(state("index"), upperId());
    }
    Layers.Made made = layers.fold(topFirst, foundation);
    try (DeltaSource shipped = made.read()) {
      return Index.rebuild(state("index"), upperId(), head, shipped);
    } finally {
      layers.discard(made);
    }
  }

  /** What is not sealed yet, newest first. */
  private List<Layers.Shipped> segments() {
    return unsealed.reversed().stream().map(this::shipped).toList();
  }

  private Layers.Shipped shipped(SegmentInfo segment) {
    return () -> SegmentReader.open(segmentFile(segment.header().number()));
  }

  /**
   * What follows the death of the shipping process: the index and the chain go back to what they
   * have in common. Segments the index does not know are void, their numbers are written anew.
   */
  public void recover() throws IOException {
    required().close();
    index = Index.open(state("index"), upperId());
    head = index.head();
    while (!unsealed.isEmpty() && unsealed.getLast().header().number() > head.segment()) {
      Files.delete(segmentFile(unsealed.removeLast().header().number()));
    }
  }

  /** A new upper over the newest version, as on another node. Everything must be sealed. */
  public void moveOn() throws IOException {
    if (!unsealed.isEmpty()) {
      throw new IllegalStateException("changes would be left behind");
    }
    unmount();
    newUpper();
  }

  // ------------------------------------------------------------------------------ living

  /** Steps in the words of life.py. */
  public void does(String... steps) throws IOException {
    lab.life().steps(merged(), steps);
  }

  public Life.Burst lives(long seed, int operations) throws IOException {
    return lab.life().burst(merged(), seed, operations);
  }

  public Life.Restless restless(long seed) throws IOException {
    return lab.life().restless(merged(), seed);
  }

  // ------------------------------------------------------------------------------ shipping

  /**
   * One capture, shipped as the next batch.
   *
   * @return names that changed meanwhile; everything else is exact
   */
  public long ship(Consistency consistency) throws IOException {
    Index now = required();
    SegmentHeader first =
        new SegmentHeader(
            upperId(),
            head.segment() + 1,
            1,
            head.segment() == 0 ? null : head.digest(),
            head.segment() + 1,
            consistency,
            Instant.EPOCH);
    Path scratch = Files.createDirectories(state("scratch"));
    try (Dir upper = Dir.openConfined(upper());
        SegmentChainWriter chain = new SegmentChainWriter(this::segmentFile, first);
        CaptureResult result =
            new Capture(scratch, InstantSource.system()).run(upper, now, chain)) {
      if (result.isEmpty()) {
        now.commit(result.frame(), head);
        return result.unstable();
      }
      List<SegmentInfo> made = chain.finish(LeftOut.NOTHING);
      requireNeededWhiteouts(made);
      unsealed.addAll(made);
      head = new Head(made.getLast().header().number(), made.getLast().digest());
      now.commit(result.frame(), head);
      return result.unstable();
    }
  }

  /** Nothing else is staged: then whiteouts are about the newest version. */
  private void requireNeededWhiteouts(List<SegmentInfo> made) throws IOException {
    if (!unsealed.isEmpty() || !lowers.equals(foundation)) {
      return;
    }
    try (Fresh fresh = Fresh.mount(layers.lowers(stack), home)) {
      for (SegmentInfo segment : made) {
        try (DeltaSource delta = shipped(segment).open()) {
          Judge.requireNeededWhiteouts(delta, fresh.below());
        }
      }
    }
  }

  private Path segmentFile(long number) {
    return home.resolve("seg-" + uppers + "-" + number);
  }

  // ------------------------------------------------------------------------------ sealing

  /** Ships and seals what changed; the layer's names with their states, the root left out. */
  public List<String> seal() throws IOException {
    long unstable = ship(Consistency.STOPPED);
    if (unstable > 0) {
      throw new IOException(unstable + " names changed although nobody wrote");
    }
    List<String> names = sealShipped();
    check();
    return names;
  }

  /** Seals what was shipped. */
  public List<String> sealShipped() throws IOException {
    if (unsealed.isEmpty()) {
      throw new Judge.Wrong("nothing to seal", List.of("no change was seen"));
    }
    Layer layer = layers.publish(judgedFold(segments(), stack));
    for (SegmentInfo segment : unsealed) {
      Files.delete(segmentFile(segment.header().number()));
    }
    unsealed.clear();
    sealedHere.add(layer);
    stack = with(stack, layer);
    shown = null;
    versions++;
    return Layers.names(layers.shipped(layer));
  }

  /** A fold that asks the kernel what is below must give the very same layer. */
  private Layers.Made judgedFold(List<? extends Layers.Shipped> topFirst, List<Layer> below)
      throws IOException {
    Layers.Made made = layers.fold(topFirst, below);
    try (Fresh fresh = Fresh.mount(layers.lowers(below), home)) {
      String judged = layers.nameOfFold(topFirst, fresh.below());
      if (!judged.equals(made.summary().id().toString())) {
        throw new Judge.Wrong("our view below <> the kernel's", Layers.names(made::read));
      }
      try (DeltaSource delta = made.read()) {
        Judge.requireNeeded(delta, fresh.below());
      }
    }
    return made;
  }

  private static List<Layer> with(List<Layer> layers, Layer top) {
    List<Layer> more = new ArrayList<>(layers);
    more.add(top);
    return List.copyOf(more);
  }

  /** Ships, and finds that there is nothing to seal. */
  public void sealNothing() throws IOException {
    ship(Consistency.STOPPED);
    if (!unsealed.isEmpty()) {
      throw new Judge.Wrong("there are changes", Layers.names(segments().getFirst()));
    }
    check();
  }

  // ------------------------------------------------------------------------------ folding

  /** Folds layers of the stack, counted from 1; the stack itself stays. */
  public List<String> fold(int from, int to) throws IOException {
    return Layers.names(layers.shipped(folded(from, to)));
  }

  /** Folds, and goes on with the shorter stack; the running mount keeps its own. */
  public void foldAndGoOn(int from, int to) throws IOException {
    Layer folded = folded(from, to);
    stack = replaced(from, to, folded);
  }

  private Layer folded(int from, int to) throws IOException {
    List<Layer> below = stack.subList(0, from - 1);
    List<Layers.Shipped> run = layers.shipped(stack.subList(from - 1, to));
    Layer folded = layers.publish(judgedFold(run, below));
    TreeRecord before = shown == null ? shown(stack) : shown;
    Judge.requireSameView(shown(replaced(from, to, folded)), before);
    shown = before;
    requireSameAgain(folded, below);
    return folded;
  }

  private TreeRecord shown(List<Layer> layersOf) throws IOException {
    try (Fresh fresh = Fresh.mount(layers.lowers(layersOf), home)) {
      return TreeRecord.ofView(fresh.at());
    }
  }

  private List<Layer> replaced(int from, int to, Layer folded) {
    List<Layer> shorter = new ArrayList<>(stack.subList(0, from - 1));
    shorter.add(folded);
    shorter.addAll(stack.subList(to, stack.size()));
    return List.copyOf(shorter);
  }

  private void requireSameAgain(Layer folded, List<Layer> below) throws IOException {
    Layers.Shipped once = layers.shipped(folded);
    requireName("a fold of a fold", folded, layers.nameOfFold(List.of(once), below));
    requireName(
        "a fold of a layer over itself", folded, layers.nameOfFold(List.of(once, once), below));
  }

  /** Folds three runs in every order; all must be one layer. */
  public void requireCanonical(int from, int middle, int to) throws IOException {
    List<Layer> below = stack.subList(0, from - 1);
    List<Layer> low = stack.subList(from - 1, middle);
    List<Layer> high = stack.subList(middle, to);
    Layer all = layers.publish(layers.fold(layers.shipped(stack.subList(from - 1, to)), below));
    Layer first = layers.publish(layers.fold(layers.shipped(low), below));
    Layer second = layers.publish(layers.fold(layers.shipped(high), with(below, first)));
    requireName("low first", all, layers.nameOfFold(layers.shipped(List.of(first, second)), below));
    List<Layer> lowAndSecond = new ArrayList<>(low);
    lowAndSecond.add(second);
    requireName("high first", all, layers.nameOfFold(layers.shipped(lowAndSecond), below));
  }

  private void requireName(String what, Layer expected, String name) throws IOException {
    if (!name.equals(expected.name())) {
      throw new Judge.Wrong(
          what + " is " + name + ", not " + expected.name(),
          Layers.names(layers.shipped(expected)));
    }
  }

  // ------------------------------------------------------------------------------ judging

  /** Compares what a fresh mount of the newest version shows with what runs; answers its size. */
  public int check() throws IOException {
    try (Fresh fresh = Fresh.mount(layers.lowers(stack), home);
        StackView view = layers.view(stack)) {
      TreeRecord running = TreeRecord.ofDesktop(merged(), upper());
      shown = TreeRecord.ofView(fresh.at());
      return Judge.compare(shown, running, view);
    }
  }

  /** Whether something is shipped and not sealed. */
  public boolean hasShipped() {
    return !unsealed.isEmpty();
  }

  /** How many layers the stack has. */
  public int layers() {
    return stack.size();
  }

  public int version() {
    return versions;
  }

  public long newestLayerBytes() throws IOException {
    return Files.size(stack.getLast().image());
  }

  private Index required() {
    if (index == null) {
      throw new IllegalStateException("not mounted");
    }
    return index;
  }

  private String upperId() {
    return home.getFileName() + "-" + uppers;
  }

  private Path upper() {
    return state("upper");
  }

  private Path state(String name) {
    return home.resolve("state-" + uppers).resolve(name);
  }

  private Path merged() {
    return home.resolve("merged");
  }

  @Override
  public void close() throws IOException {
    if (index != null) {
      unmount();
    }
    layers.close();
    remove(home);
  }

  /** Lives make trees deeper than the longest path, which the JDK cannot remove. */
  static void remove(Path home) throws IOException {
    try {
      int code = new ProcessBuilder("rm", "-rf", home.toString()).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IOException("not removed: " + home);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
