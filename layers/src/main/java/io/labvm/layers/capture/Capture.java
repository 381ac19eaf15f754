package io.labvm.layers.capture;

import io.labvm.layers.delta.DeltaSink;
import io.labvm.layers.delta.KnownBlocks;
import io.labvm.layers.erofs.Omissions;
import io.labvm.layers.index.Frame;
import io.labvm.layers.index.Index;
import io.labvm.layers.listing.Listings;
import io.labvm.linux.Dir;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The pass that decides: all of an upper against its index, as a delta. Exact when nobody writes
 * meanwhile (stopped or frozen); else each entry is as it was at some moment, and the next capture
 * finds the rest.
 *
 * <p>Memory does not grow with the upper but by some bytes for each inode with several names, and
 * by the paths of the directories that are open at once; their names beyond some MiB lie in a
 * scratch file.
 */
public final class Capture {
  /** All content stands beside its entry. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final int SECRET_BYTES = 16;

  private final Path scratch;
  private final InstantSource clock;
  private final long referFrom;
  private final KnownBlocks known;

  /**
   * @param scratch an existing directory of ours, on disk, for the plan and copies of big files
   */
  public Capture(Path scratch, InstantSource clock) {
    this(scratch, clock, NEVER, KnownBlocks.NONE);
  }

  /**
   * A capture of which the sink is given big contents as {@link io.labvm.layers.delta.CopiedData},
   * for it to take.
   *
   * @param referFrom bytes of data, holes not counted, from which on a content is big
   * @param known what of it need not be copied again
   */
  public Capture(Path scratch, InstantSource clock, long referFrom, KnownBlocks known) {
    this.scratch = scratch;
    this.clock = clock;
    this.referFrom = referFrom;
    this.known = known;
  }

  /**
   * Emits what changed and answers with the frame that tells the index so, not committed yet. The
   * root is emitted always. Nothing in the upper or the index is changed: done again without a
   * commit it gives the same.
   *
   * @param upper opened by {@link Dir#openConfined}
   */
  public CaptureResult run(Dir upper, Index index, DeltaSink sink) throws IOException {
    return run(upper, index, new Everything(Patience.NONE), sink);
  }

  /** The same for the names of a scope; what else changed is left for another pass. */
  public CaptureResult run(Dir upper, Index index, Scope scope, DeltaSink sink) throws IOException {
    Omissions omissions = new Omissions();
    Frame frame = index.frame();
    boolean done = false;
    try (EntryReader looker = new EntryReader(scratch, new Omissions(), clock);
        EntryReader reader = new EntryReader(scratch, omissions, clock, referFrom, known)) {
      CaptureResult result = null;
      while (result == null) {
        result = attempt(upper, index, scope, sink, new Looks(looker, reader, omissions, frame));
      }
      done = true;
      return result;
    } finally {
      if (!done) {
        frame.close();
      }
    }
  }

  private record Looks(EntryReader looker, EntryReader reader, Omissions omissions, Frame frame) {}

  /** Null when the scope grew by what was found; nothing was emitted then. */
  private @Nullable CaptureResult attempt(
      Dir upper, Index index, Scope scope, DeltaSink sink, Looks looks) throws IOException {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    LinkGroups groups = new LinkGroups(secret);
    LinkGroups oldGroups = new LinkGroups(secret);
    try (PlanFile plan = new PlanFile(scratch)) {
      OldNames old = new OldNames(source(index, scope), scope, oldGroups);
      Scan scan;
      try (Listings listings = new Listings(scratch);
          Scan looking = new Scan(upper, looks.looker, scope, old, groups, plan, listings)) {
        looking.run();
        plan.finish();
        scan = looking;
      }
      if (!scope.settle()) {
        return null;
      }
      Linked linked = new Linked(groups, oldGroups);
      linked.mark(plan, new Way(upper, looks.looker));
      Emission emission =
          new Emission(new Way(upper, looks.reader), linked, scope.patience(), sink, looks.frame);
      emission.run(plan);
      looks.omissions.addAll(scan.tooLong());
      return result(scan, emission, looks.omissions, looks.frame);
    }
  }

  private static OldNames.Source source(Index index, Scope scope) throws IOException {
    return scope instanceof Everything
        ? index.iterate()::next
        : new ScopedNames(scope, index.root())::next;
  }

  private static CaptureResult result(
      Scan scan, Emission emission, Omissions omissions, Frame frame) {
    return new CaptureResult(
        scan.names(),
        emission.entries(),
        emission.whiteouts(),
        emission.bytes(),
        scan.unstable() + emission.unstable(),
        scan.rootChanged() || emission.rootChanged(),
        omissions,
        frame);
  }
}
