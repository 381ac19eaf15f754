package io.labvm.layers.capture;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.Content;
import io.labvm.layers.index.Head;
import io.labvm.layers.index.Index;
import io.labvm.layers.mount.MountSpec;
import io.labvm.layers.mount.OverlayMounts;
import io.labvm.layers.mount.TestedKernel;
import io.labvm.linux.Dir;
import io.labvm.linux.Mounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A real overlay with an index beside it; each {@link #seal} is a capture that is committed. */
final class Desk implements AutoCloseable {
  static final String UPPER = "upper-1";

  final Path home;
  final Path lower;
  final Path upper;
  final Path merged;
  final Path scratch;
  Index index;
  private final OverlayMounts mounts = new OverlayMounts(TestedKernel.features());
  private long segment;

  /** What a capture emitted: path to a short text; and its result's figures. */
  record Sealed(
      TreeMap<String, String> entries,
      List<DeltaEntry> raw,
      long unstable,
      long indexed,
      Map<String, Long> omissions) {}

  Desk(Path home) throws IOException {
    this.home = home;
    lower = Files.createDirectories(home.resolve("lower"));
    upper = home.resolve("upper");
    merged = home.resolve("merged");
    scratch = Files.createDirectories(home.resolve("scratch"));
    index = Index.open(home.resolve("index"), UPPER);
  }

  Path mount() throws IOException {
    mounts.mount(new MountSpec(List.of(lower), upper, home.resolve("work"), merged));
    return merged;
  }

  void unmount() throws IOException {
    boolean ignored = mounts.unmount(merged);
  }

  Sealed seal() throws IOException {
    return capture(true);
  }

  Sealed capture(boolean commit) throws IOException {
    TreeMap<String, String> entries = new TreeMap<>();
    List<DeltaEntry> raw = new ArrayList<>();
    try (Dir dir = Dir.openConfined(upper);
        CaptureResult result =
            new Capture(scratch, Clock.systemUTC())
                .run(
                    dir,
                    index,
                    (entry, content) -> {
                      check(raw, entry, content);
                      raw.add(entry);
                      entries.put(text(entry.path()), text(entry));
                    })) {
      long indexed = result.frame().size();
      if (commit) {
        byte[] digest = new byte[Digest.BYTES];
        digest[0] = (byte) ++segment;
        index.commit(result.frame(), new Head(segment, Digest.of(digest)));
        index.compact(Head.NONE);
      }
      return new Sealed(entries, raw, result.unstable(), indexed, result.omissions().asMap());
    }
  }

  /** Loses the index and makes it again from one delta that was shipped. */
  void rebuild(List<DeltaEntry> shipped) throws IOException {
    Head head = index.head();
    index.close();
    Iterator<DeltaEntry> entries = shipped.iterator();
    DeltaSource source =
        new DeltaSource() {
          @Override
          public @Nullable DeltaEntry next() {
            return entries.hasNext() ? entries.next() : null;
          }

          @Override
          public Content content() {
            return Reading.NO_CONTENT;
          }

          @Override
          public Object groups() {
            return shipped;
          }

          @Override
          public void close() {}
        };
    index = Index.rebuild(home.resolve("index"), UPPER, head, source);
  }

  /** Order, parents first, and content that is what its digest says. */
  private static void check(List<DeltaEntry> before, DeltaEntry entry, Content content)
      throws IOException {
    if (before.isEmpty() != entry.path().isRoot()) {
      throw new IOException("the root is not the first");
    }
    if (!before.isEmpty() && before.getLast().path().compareTo(entry.path()) >= 0) {
      throw new IOException(entry.path() + " after " + before.getLast().path());
    }
    if (!entry.path().isRoot()) {
      TreePath parent = entry.path().parent();
      if (before.reversed().stream()
          .noneMatch(e -> e.path().equals(parent) && e.state().isDirectory())) {
        throw new IOException(entry.path() + " without its parent");
      }
    }
    if (entry.body() instanceof Body.Data data
        && !ContentDigest.of(data.size(), data.parts(), content).equals(data.digest())) {
      throw new IOException(entry.path() + " has other content");
    }
  }

  static String text(TreePath path) {
    return new String(path.bytes(), StandardCharsets.ISO_8859_1);
  }

  /** W, N, P or O; a group's number behind the node. */
  private static String text(DeltaEntry entry) {
    return switch (entry.state()) {
      case WHITEOUT -> "W";
      case NODE -> entry.group() == 0 ? "N" : "N" + entry.group();
      case DIRECTORY -> "P";
      case OPAQUE_DIRECTORY -> "O";
    };
  }

  @Override
  public void close() throws IOException {
    index.close();
    if (mounts.isMounted(merged)) {
      Mounts.detach(merged);
    }
  }
}
