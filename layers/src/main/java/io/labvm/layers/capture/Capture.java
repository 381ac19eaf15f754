package io.labvm.layers.capture;

import io.labvm.layers.delta.DeltaSink;
import io.labvm.layers.erofs.Omission;
import io.labvm.layers.erofs.Omissions;
import io.labvm.layers.index.Frame;
import io.labvm.layers.index.Index;
import io.labvm.linux.Dir;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * The pass that decides: all of an upper against its index, as a delta. Exact when nobody writes
 * meanwhile (stopped or frozen); else each entry is as it was at some moment, and the next capture
 * finds the rest.
 *
 * <p>Memory does not grow with the upper but by some bytes for each inode with several names, and
 * by the names of the directories that are open at once.
 */
public final class Capture {
  /** Longest path that is captured; the names below are left out and counted. */
  public static final int MAX_PATH = 65_535;

  private static final int SECRET_BYTES = 16;

  private final Path scratch;
  private final InstantSource clock;

  /**
   * @param scratch an existing directory of ours, on disk, for the plan and copies of big files
   */
  public Capture(Path scratch, InstantSource clock) {
    this.scratch = scratch;
    this.clock = clock;
  }

  /**
   * Emits what changed and answers with the frame that tells the index so, not committed yet. The
   * root is emitted always. Nothing in the upper or the index is changed: done again without a
   * commit it gives the same.
   *
   * @param upper opened by {@link Dir#openConfined}
   */
  public CaptureResult run(Dir upper, Index index, DeltaSink sink) throws IOException {
    Omissions omissions = new Omissions();
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    LinkGroups groups = new LinkGroups(secret);
    LinkGroups oldGroups = new LinkGroups(secret);
    Frame frame = index.frame();
    boolean done = false;
    try (EntryReader looker = new EntryReader(scratch, new Omissions(), clock);
        EntryReader reader = new EntryReader(scratch, omissions, clock);
        PlanFile plan = new PlanFile(scratch)) {
      OldNames old = new OldNames(index.iterate(), oldGroups);
      Scan scan = scan(upper, looker, old, groups, plan);
      Linked linked = new Linked(groups, oldGroups);
      linked.mark(plan, new Way(upper, looker), looker);
      Emission emission = new Emission(reader, new Way(upper, reader), linked, sink, frame);
      emission.run(plan);
      for (long i = 0; i < scan.tooLong(); i++) {
        omissions.add(Omission.PATH_LENGTH);
      }
      done = true;
      return result(scan, emission, omissions, frame);
    } finally {
      if (!done) {
        frame.close();
      }
    }
  }

  private static Scan scan(
      Dir upper, EntryReader reader, OldNames old, LinkGroups groups, PlanFile plan)
      throws IOException {
    try (Scan scan = new Scan(upper, reader, old, groups, plan)) {
      scan.run();
      plan.finish();
      return scan;
    }
  }

  private static CaptureResult result(
      Scan scan, Emission emission, Omissions omissions, Frame frame) {
    return new CaptureResult(
        scan.names(),
        emission.entries(),
        emission.whiteouts(),
        emission.bytes(),
        scan.unstable() + emission.unstable(),
        scan.rootChanged(),
        omissions,
        frame);
  }
}
