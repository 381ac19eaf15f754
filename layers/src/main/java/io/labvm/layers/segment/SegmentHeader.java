package io.labvm.layers.segment;

import io.labvm.layers.delta.Digest;
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
 */
public record SegmentHeader(
    String upper,
    long number,
    long epoch,
    @Nullable Digest predecessor,
    long firstOfBatch,
    Consistency consistency,
    Instant created) {
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

  /** The header of the next segment of the same batch. */
  SegmentHeader next(Digest digest) {
    return new SegmentHeader(upper, number + 1, epoch, digest, firstOfBatch, consistency, created);
  }
}
