package io.labvm.layers.segment;

import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.LeftOut;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a segment stands in the chain of its upper.
 *
 * @param upper id of the upper directory
 * @param number from 1 on, without gaps
 * @param epoch in which it was made
 * @param predecessor digest of the segment before; null exactly for number 1
 * @param firstOfBatch number of the batch's first segment
 * @param created when the batch was taken
 * @param leftOut what the batch could not hold; only in the last segment of one
 */
public record SegmentHeader(
    String upper,
    long number,
    long epoch,
    @Nullable Digest predecessor,
    long firstOfBatch,
    Consistency consistency,
    Instant created,
    LeftOut leftOut) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");

  public SegmentHeader {
    if (!ID.matcher(upper).matches()) {
      throw new IllegalArgumentException("upper " + upper);
    }
    if (number < 1 || firstOfBatch < 1 || firstOfBatch > number || epoch < 0) {
      throw new IllegalArgumentException(
          "segment " + number + " of the batch from " + firstOfBatch + ", epoch " + epoch);
    }
    if ((predecessor == null) != (number == 1)) {
      throw new IllegalArgumentException("predecessor of segment " + number);
    }
  }

  /** The header of a segment whose batch left nothing out so far. */
  public SegmentHeader(
      String upper,
      long number,
      long epoch,
      @Nullable Digest predecessor,
      long firstOfBatch,
      Consistency consistency,
      Instant created) {
    this(upper, number, epoch, predecessor, firstOfBatch, consistency, created, LeftOut.NOTHING);
  }

  /** The header of the next segment of the same batch. */
  SegmentHeader next(Digest digest) {
    return new SegmentHeader(upper, number + 1, epoch, digest, firstOfBatch, consistency, created);
  }

  /** The same, of the segment that says what its batch left out. */
  SegmentHeader saying(LeftOut what) {
    return new SegmentHeader(
        upper, number, epoch, predecessor, firstOfBatch, consistency, created, what);
  }

  /** What is known to be left out of an upper after this segment, when before it that was known. */
  public LeftOut leftOutAfter(LeftOut before) {
    // Of a desktop that ran, a pass may have looked at some names only.
    return before.then(leftOut, consistency != Consistency.LIVE);
  }
}
