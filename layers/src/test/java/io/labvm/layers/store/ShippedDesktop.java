package io.labvm.layers.store;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.delta.MemoryDelta;
import io.labvm.layers.delta.Part;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.segment.SegmentHeader;
import io.labvm.layers.segment.SegmentInfo;
import io.labvm.layers.segment.SegmentWriter;
import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.TarExport;
import io.labvm.layers.view.ViewNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store with one desktop, whose changes are shipped as a test writes them down. */
public final class ShippedDesktop {
  public static final DesktopKey DESKTOP = new DesktopKey("d1");
  static final String UPPER = "u1";

  private final Path root;
  private final Path scratch;
  private Optional<Covers> head = Optional.empty();
  private Duration ahead = Duration.ZERO;
  private LeftOut leftOut = LeftOut.NOTHING;

  private ShippedDesktop(Path home) {
    this.root = home.resolve("store");
    this.scratch = home.resolve("segment");
  }

  /** The same desktop in a copy of the store, which lies in {@code home/store}. */
  ShippedDesktop in(Path home) {
    ShippedDesktop copy = new ShippedDesktop(home);
    copy.head = head;
    copy.ahead = ahead;
    return copy;
  }

  /** For reading and sealing only: what it would ship next is not known. */
  static ShippedDesktop opened(Path home) {
    return new ShippedDesktop(home);
  }

  /** A base with {@code etc/hostname} and {@code usr/tool}; epoch 1 stands on version 0. */
  static ShippedDesktop create(Path home) throws IOException {
    return create(home, Map.of("etc/hostname", "tiny\n", "usr/tool", "tool\n"));
  }

  /** A base with these files; epoch 1 stands on version 0. */
  public static ShippedDesktop create(Path home, Map<String, String> files) throws IOException {
    ShippedDesktop made = new ShippedDesktop(home);
    Path tree = home.resolve("tree");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = tree.resolve(file.getKey());
      Durable.directories(path.resolveSibling(""));
      Files.writeString(path, file.getValue());
    }
    Store store = Store.create(made.root);
    BaseId base =
        store
            .bases()
            .importFrom("tiny", new DirectorySource(tree), ImportProgress.none())
            .base()
            .id();
    store.desktops().create(DESKTOP, base, new OperationKey("create"));
    made.start(UPPER, 0);
    return made;
  }

  public Path root() {
    return root;
  }

  Store store() throws IOException {
    return Store.open(root, () -> Instant.now().plus(ahead));
  }

  /** Lets time pass for what waits in the store. */
  void later(Duration more) {
    ahead = ahead.plus(more);
  }

  Versions versions() throws IOException {
    return store().versions(DESKTOP);
  }

  /** A content that lies in a data file, which is added; in whole blocks. */
  Body bigContent(byte[] content) throws IOException {
    Digest id = Digest.of(Digests.sha256().digest(content));
    Path spooled = Files.write(root.resolveSibling("big"), content);
    if (!store().dataPool().add(id, spooled)) {
      throw new IllegalStateException("it was there before");
    }
    ContentDigest digest = new ContentDigest(content.length, DeltaBuilder.whole(content.length));
    digest.update(ByteBuffer.wrap(content));
    return new Body.Data(
        content.length, digest.finish(), List.of(new Part(0, content.length, id, 0)));
  }

  /** Says in what is shipped from now on that it lacks this. */
  public void leavesOut(LeftOut what) {
    leftOut = what;
  }

  /** A new upper, standing on a version. */
  void start(String upper, int version) throws IOException {
    long ignored =
        Store.open(root)
            .desktops()
            .takeEpoch(DESKTOP, new Holder("node-1", upper), OperationKey.random(), 0, version);
    head = Optional.empty();
  }

  /** Ships one batch of one segment; answers the head. */
  Covers ship(String upper, DeltaBuilder delta) throws IOException {
    return ship(upper, delta.build(), true);
  }

  public Covers ship(DeltaBuilder delta) throws IOException {
    return ship(UPPER, delta);
  }

  Covers ship(String upper, MemoryDelta delta, boolean commit) throws IOException {
    return ship(upper, delta, head.map(Covers::segment).orElse(0L) + 1, commit);
  }

  /** Ships one batch of several segments. */
  Covers shipBatch(List<DeltaBuilder> parts) throws IOException {
    long first = head.map(Covers::segment).orElse(0L) + 1;
    for (DeltaBuilder part : parts.subList(0, parts.size() - 1)) {
      var ignored = ship(UPPER, part.build(), first, false);
    }
    return ship(UPPER, parts.getLast().build(), first, true);
  }

  private Covers ship(String upper, MemoryDelta delta, long firstOfBatch, boolean commit)
      throws IOException {
    Store store = Store.open(root);
    long number = head.map(Covers::segment).orElse(0L) + 1;
    long epoch = store.desktops().epochOf(DESKTOP, upper).orElseThrow().number();
    SegmentHeader header =
        new SegmentHeader(
            upper,
            number,
            epoch,
            head.map(Covers::digest).orElse(null),
            firstOfBatch,
            Consistency.FROZEN,
            Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number),
            leftOut);
    SegmentInfo info;
    Files.deleteIfExists(scratch); // of a failure
    try (SegmentWriter writer = SegmentWriter.create(scratch, header)) {
      delta.writeTo(writer);
      info = writer.finish(commit);
    }
    store.desktops().staging(DESKTOP, upper).publish(number, scratch);
    Files.delete(scratch);
    Covers now = new Covers(upper, number, info.digest());
    head = Optional.of(now);
    return now;
  }

  public Sealed seal(String operation) throws IOException {
    return seal(operation, Optional.empty());
  }

  Sealed seal(String operation, Optional<Covers> upTo) throws IOException {
    return store()
        .seals()
        .seal(new SealRequest(DESKTOP, upTo, "", "manual", new OperationKey(operation)));
  }

  /** What a file of a version holds; empty when it is not there. */
  Optional<String> read(int version, String path) throws IOException {
    try (StackView view = open(version)) {
      ViewNode node = view.resolve(path.getBytes(StandardCharsets.ISO_8859_1));
      if (node == null) {
        return Optional.empty();
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) node.inode().size());
      while (bytes.hasRemaining() && view.read(node, bytes.position(), bytes) > 0) {}
      return Optional.of(new String(bytes.array(), StandardCharsets.UTF_8));
    }
  }

  private StackView open(int version) throws IOException {
    Store store = Store.open(root);
    return store.stacks(DESKTOP).open(store.versions(DESKTOP).get(version));
  }

  /** Everything a version shows, as the bytes of an archive. */
  byte[] archive(int version) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StackView view = open(version)) {
      var ignored = TarExport.write(view, new byte[0], view.root(), out);
    }
    return out.toByteArray();
  }
}
