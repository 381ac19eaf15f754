package io.labvm.layers.capture;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.KnownBlocks;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.Omission;
import io.labvm.layers.erofs.Omissions;
import io.labvm.linux.Dir;
import io.labvm.linux.Errno;
import io.labvm.linux.Fd;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import io.labvm.linux.RegularFile;
import io.labvm.linux.Stat;
import io.labvm.linux.Xattr;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads single names of an upper while its desktop may run. One entry at a time, not for several
 * threads at once.
 */
public final class EntryReader implements Closeable {
  /** Within one tick two changes may carry the same time on kernels before 6.13. */
  private static final Duration TICK = Duration.ofMillis(10);

  private final Staged staged;
  private final Omissions omissions;
  private final InstantSource clock;

  /**
   * @param scratch an existing directory of ours for the copy of a big file
   */
  public EntryReader(Path scratch, Omissions omissions, InstantSource clock) {
    this(scratch, omissions, clock, Capture.NEVER, KnownBlocks.NONE);
  }

  /**
   * @param referFrom so many bytes of data make a data file
   * @param known of which data files may be referred to
   */
  EntryReader(
      Path scratch, Omissions omissions, InstantSource clock, long referFrom, KnownBlocks known) {
    this.staged = new Staged(scratch, referFrom, known);
    this.omissions = omissions;
    this.clock = clock;
  }

  /**
   * What stands at a name. Null when nothing does, or a directory, or when it was replaced faster
   * than it could be read, or has no form in a layer, which is counted.
   */
  public @Nullable Reading read(Dir dir, byte[] name) throws IOException {
    return read(dir, name, null);
  }

  /**
   * The same; of a big file only what is news is copied.
   *
   * @param before digest of the content that stood there before, if any
   */
  @Nullable Reading read(Dir dir, byte[] name, @Nullable Digest before) throws IOException {
    Instant now = clock.instant();
    try {
      RegularFile file = dir.openRegular(name);
      if (file == null) {
        return readOther(dir, name, now);
      }
      try (file) {
        return readFile(file, now, before);
      }
    } catch (LinuxException e) {
      return absentOrThrow(e);
    }
  }

  /** Which path what is read next stands at, for the record of what is left out. */
  void about(Supplier<byte[]> path) {
    omissions.about(path);
  }

  /** A directory that is open; marks of overlayfs decide about its state. */
  public Reading readDirectory(Dir dir) throws IOException {
    Instant now = clock.instant();
    Stat stat = dir.fd().stat();
    List<Xattr> all = dir.fd().xattrs();
    Attributes attributes = Attributes.of(stat, CarriedXattrs.of(all, stat, omissions));
    boolean stable = isSame(stat, dir.fd().stat());
    return new Reading(
        CarriedXattrs.isOpaque(all) ? NameState.OPAQUE_DIRECTORY : NameState.DIRECTORY,
        stat,
        attributes,
        Body.NONE,
        Reading.NO_CONTENT,
        stable && isOld(stat, now),
        stable);
  }

  /** Whether a failed call only says that the name is gone, or something else by now. */
  static boolean isGone(LinuxException e) {
    return e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP) || e.is(Errno.ESTALE);
  }

  private static @Nullable Reading absentOrThrow(LinuxException e) throws LinuxException {
    // EINVAL is readlink's word for what is no link any more.
    if (isGone(e) || e.is(Errno.EINVAL)) {
      return null;
    }
    throw e;
  }

  private @Nullable Reading readFile(RegularFile file, Instant now, @Nullable Digest before)
      throws IOException {
    Fd fd = file.fd();
    Stat stat = file.stat();
    boolean quiet = !hasWriters(fd);
    Attributes attributes = Attributes.of(stat, CarriedXattrs.of(fd.xattrs(), stat, omissions));
    Body.Data body = staged.take(fd, stat.size(), before);
    if (body == null) {
      omissions.add(Omission.SPARSE_PIECES);
      return null;
    }
    boolean stable = isSame(stat, fd.stat());
    return new Reading(
        NameState.NODE,
        stat,
        attributes,
        body,
        staged.content(),
        quiet && stable && isOld(stat, now),
        stable);
  }

  /** A file system that knows no leases leaves the question open. */
  private static boolean hasWriters(Fd fd) {
    try {
      return fd.hasWriters();
    } catch (LinuxException e) {
      return true;
    }
  }

  private @Nullable Reading readOther(Dir dir, byte[] name, Instant now) throws IOException {
    Stat stat = dir.stat(name);
    if (stat.type() == FileType.DIRECTORY || stat.type() == FileType.REGULAR) {
      return null;
    }
    if (isWhiteout(stat)) {
      return new Reading(
          NameState.WHITEOUT,
          stat,
          DeltaEntry.NO_ATTRIBUTES,
          Body.NONE,
          Reading.NO_CONTENT,
          false,
          true);
    }
    Attributes attributes =
        Attributes.of(stat, CarriedXattrs.of(dir.xattrs(name), stat, omissions));
    Body body =
        stat.type() == FileType.SYMBOLIC_LINK ? new Body.Target(dir.readLink(name)) : Body.NONE;
    boolean stable = isSame(stat, dir.stat(name));
    return new Reading(
        NameState.NODE,
        stat,
        attributes,
        body,
        Reading.NO_CONTENT,
        stable && isOld(stat, now),
        stable);
  }

  static boolean isWhiteout(Stat stat) {
    return stat.type() == FileType.CHARACTER_DEVICE
        && stat.deviceMajor() == 0
        && stat.deviceMinor() == 0;
  }

  /** Whether nothing changed between two looks at one inode. */
  static boolean isSame(Stat a, Stat b) {
    return a.isSameInode(b)
        && a.ctimeSeconds() == b.ctimeSeconds()
        && a.ctimeNanos() == b.ctimeNanos()
        && a.size() == b.size();
  }

  /**
   * Whether a change after a look at the inode gets another time than it had: a clock read before
   * the look was a tick away from it. Later does not do, since the change could have come between.
   */
  private static boolean isOld(Stat stat, Instant now) {
    var changed = Instant.ofEpochSecond(stat.ctimeSeconds(), stat.ctimeNanos());
    // Either way: a clock that was set back leaves times in the future.
    return Duration.between(changed, now).abs().compareTo(TICK) >= 0;
  }

  @Override
  public void close() throws IOException {
    staged.close();
  }
}
