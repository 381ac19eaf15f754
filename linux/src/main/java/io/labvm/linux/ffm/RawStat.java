package io.labvm.linux.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/** What statx answered, as plain fields to be wrapped by the package above. */
public final class RawStat {
  public long attributes;
  public int mode;
  public int uid;
  public int gid;
  public int links;
  public long inode;
  public long size;
  public long blocks;
  public long mtimeSeconds;
  public int mtimeNanos;
  public long ctimeSeconds;
  public int ctimeNanos;
  public int rdevMajor;
  public int rdevMinor;
  public int devMajor;
  public int devMinor;

  void read(MemorySegment s) {
    attributes = s.get(JAVA_LONG, Uapi.Statx.ATTRIBUTES);
    mode = s.get(JAVA_SHORT, Uapi.Statx.MODE) & 0xffff;
    uid = s.get(JAVA_INT, Uapi.Statx.UID);
    gid = s.get(JAVA_INT, Uapi.Statx.GID);
    links = s.get(JAVA_INT, Uapi.Statx.NLINK);
    inode = s.get(JAVA_LONG, Uapi.Statx.INO);
    size = s.get(JAVA_LONG, Uapi.Statx.FILE_SIZE);
    blocks = s.get(JAVA_LONG, Uapi.Statx.BLOCKS);
    mtimeSeconds = s.get(JAVA_LONG, Uapi.Statx.MTIME);
    mtimeNanos = s.get(JAVA_INT, Uapi.Statx.MTIME + Uapi.Statx.TIME_NSEC);
    ctimeSeconds = s.get(JAVA_LONG, Uapi.Statx.CTIME);
    ctimeNanos = s.get(JAVA_INT, Uapi.Statx.CTIME + Uapi.Statx.TIME_NSEC);
    rdevMajor = s.get(JAVA_INT, Uapi.Statx.RDEV_MAJOR);
    rdevMinor = s.get(JAVA_INT, Uapi.Statx.RDEV_MINOR);
    devMajor = s.get(JAVA_INT, Uapi.Statx.DEV_MAJOR);
    devMinor = s.get(JAVA_INT, Uapi.Statx.DEV_MINOR);
  }
}
