package io.labvm.mfs.reading;

import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.segment.Consistency;
import io.labvm.layers.segment.SegmentHeader;
import io.labvm.layers.segment.SegmentInfo;
import io.labvm.layers.segment.SegmentWriter;
import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.store.BaseId;
import io.labvm.layers.store.Covers;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Holder;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.SealRequest;
import io.labvm.layers.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A store made by the engine, with one desktop whose versions a test writes down. */
final class VersionedDesktop {
  static final DesktopKey DESKTOP = new DesktopKey("d1");
  private static final String UPPER = "u1";

  private final Path home;
  private final long epoch;
  private Optional<Covers> head = Optional.empty();

  /** Its base holds {@code etc/hostname} and a dpkg list. */
  VersionedDesktop(Path home) throws IOException {
    this.home = home;
    Path tree = home.resolve("tree");
    Files.createDirectories(tree.resolve("etc"));
    Files.writeString(tree.resolve("etc/hostname"), "tiny\n");
    Files.createDirectories(tree.resolve("var/lib/dpkg"));
    Files.writeString(
        tree.resolve("var/lib/dpkg/status"), installed("bash", "5.2-1") + installed("vim", "9.0"));
    Store store = Store.create(root());
    BaseId base =
        store
            .bases()
            .importFrom("tiny", new DirectorySource(tree), ImportProgress.none())
            .base()
            .id();
    store.desktops().create(DESKTOP, base, new OperationKey("create"));
    epoch =
        store
            .desktops()
            .takeEpoch(DESKTOP, new Holder("node-1", UPPER), OperationKey.random(), 0, 0);
  }

  static String installed(String name, String version) {
    return "Package: %s\nStatus: install ok installed\nVersion: %s\nArchitecture: amd64\n\n"
        .formatted(name, version);
  }

  Path root() {
    return home.resolve("store");
  }

  Store store() throws IOException {
    return Store.open(root());
  }

  /** Ships and seals; answers the version's number. */
  int version(DeltaBuilder delta) throws IOException {
    long number = head.map(Covers::segment).orElse(0L) + 1;
    SegmentHeader header =
        new SegmentHeader(
            UPPER,
            number,
            epoch,
            head.map(Covers::digest).orElse(null),
            number,
            Consistency.FROZEN,
            Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number));
    Path scratch = home.resolve("segment");
    SegmentInfo info;
    try (SegmentWriter writer = SegmentWriter.create(scratch, header)) {
      delta.build().writeTo(writer);
      info = writer.finish(true);
    }
    store().desktops().staging(DESKTOP, UPPER).publish(number, scratch);
    Files.delete(scratch);
    head = Optional.of(new Covers(UPPER, number, info.digest()));
    return store()
        .seals()
        .seal(new SealRequest(DESKTOP, head, "", "manual", new OperationKey("seal-" + number)))
        .version();
  }
}
