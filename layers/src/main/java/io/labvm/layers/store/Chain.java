package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.segment.SegmentInfo;
import io.labvm.layers.segment.SegmentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The staged segments of an upper that continue a version: consecutive, each naming its
 * predecessor, the last one with a commit.
 *
 * @param segments oldest first; empty when nothing is staged
 * @param files of the segments
 */
record Chain(List<SegmentInfo> segments, List<Path> files) {
  private static final Logger log = LoggerFactory.getLogger(Chain.class);

  /** More segments than any batch, or a chain that loops. */
  private static final int MOST = 1_000_000;

  Chain {
    segments = List.copyOf(segments);
    files = List.copyOf(files);
  }

  static final Chain NOTHING = new Chain(List.of(), List.of());

  boolean isEmpty() {
    return segments.isEmpty();
  }

  /** The same, batch by batch. */
  List<Chain> batches() {
    List<Chain> batches = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= segments.size(); to++) {
      if (to == segments.size() || batch(to) != batch(from)) {
        batches.add(new Chain(segments.subList(from, to), files.subList(from, to)));
        from = to;
      }
    }
    return batches;
  }

  private long batch(int index) {
    return segments.get(index).header().firstOfBatch();
  }

  /**
   * What the upper has that is not in these segments.
   *
   * @param before what was known of it when they began
   */
  LeftOut leftOut(LeftOut before) {
    LeftOut known = before;
    for (SegmentInfo segment : segments) {
      known = segment.commit() ? segment.header().leftOutAfter(known) : known;
    }
    return known;
  }

  /** Up to where a version holds the upper when this is in it. */
  Covers head() {
    SegmentInfo last = segments.getLast();
    return new Covers(last.header().upper(), last.header().number(), last.digest());
  }

  /** Opens segments by number, never by listing. */
  static final class Walk {
    private final Staging staging;
    private final String upperId;
    private final long epoch;
    private long number;
    private @Nullable Digest predecessor;
    private long lastEpoch;

    /**
     * @param staging of the upper
     * @param epoch the newest one that names the upper
     * @param covered what the version holds of it already
     */
    Walk(Staging staging, String upperId, long epoch, Optional<Covers> covered) {
      this.staging = staging;
      this.upperId = upperId;
      this.epoch = epoch;
      this.number = covered.map(Covers::segment).orElse(0L);
      this.predecessor = covered.map(Covers::digest).orElse(null);
    }

    /**
     * Everything up to the newest commit; a tail without one does not exist.
     *
     * @param soundOnly whether a damaged segment ends the chain; all content is read for that
     */
    Chain toNewestCommit(boolean soundOnly) throws IOException {
      List<SegmentInfo> found = new ArrayList<>();
      List<Path> files = new ArrayList<>();
      int committed = 0;
      while (found.size() < MOST && (soundOnly ? soundStep(found, files) : step(found, files))) {
        committed = found.getLast().commit() ? found.size() : committed;
      }
      return new Chain(found.subList(0, committed), files.subList(0, committed));
    }

    /** Everything up to a head; refused when the chain does not lead there. */
    Chain to(Covers head) throws IOException {
      List<SegmentInfo> found = new ArrayList<>();
      List<Path> files = new ArrayList<>();
      while (number < head.segment()) {
        if (found.size() == MOST || !step(found, files)) {
          throw refused("segment " + (number + 1) + " is not in the store");
        }
      }
      if (!Objects.equals(predecessor, head.digest()) || !found.getLast().commit()) {
        throw refused("segment " + head.segment() + " is not the end of a batch with that digest");
      }
      return new Chain(found, files);
    }

    private boolean soundStep(List<SegmentInfo> found, List<Path> files) throws IOException {
      Path file = staging.segment(number + 1);
      try {
        if (Files.exists(file)) {
          var ignored = SegmentReader.verify(file);
        }
        return step(found, files);
      } catch (LayerException e) {
        if (e.error() != LayerError.DAMAGED) {
          throw e;
        }
        log.warn(
            "Upper {} is recovered up to segment {} only: {}", upperId, number, e.getMessage());
        return false;
      }
    }

    private boolean step(List<SegmentInfo> found, List<Path> files) throws IOException {
      Path file = staging.segment(number + 1);
      if (!Files.exists(file)) {
        return false;
      }
      try (SegmentReader reader = SegmentReader.open(file)) {
        check(file, reader.info());
        found.add(reader.info());
        files.add(file);
        number++;
        predecessor = reader.info().digest();
        lastEpoch = reader.info().header().epoch();
        return true;
      } catch (NoSuchFileException e) {
        return false;
      }
    }

    private void check(Path file, SegmentInfo info) throws LayerException {
      var header = info.header();
      if (!header.upper().equals(upperId) || header.number() != number + 1) {
        throw LayerException.damaged(
            file, 0, "is segment " + header.number() + " of upper " + header.upper());
      }
      if (!Objects.equals(header.predecessor(), predecessor)) {
        throw LayerException.about(
            LayerError.REFUSED,
            file,
            "left behind: "
                + file
                + " follows "
                + header.predecessor()
                + ", the version holds "
                + predecessor);
      }
      if (header.epoch() < lastEpoch || header.epoch() > epoch) {
        throw LayerException.about(
            LayerError.REFUSED, file, file + " is of epoch " + header.epoch() + " out of turn");
      }
    }

    private LayerException refused(String why) {
      return new LayerException(LayerError.REFUSED, "cannot seal upper " + upperId + ": " + why);
    }
  }
}
