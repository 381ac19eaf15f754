package io.labvm.layers.index;

import io.labvm.linux.Stat;

/**
 * By what a change is noticed without reading: inode and time of change. Times are compared for
 * equality only, since clocks go back.
 *
 * @param inode 0 when it is not known; below 0 it only says which names are one inode
 * @param trusted whether equality proves anything; false when the content could change unnoticed
 */
public record Token(long inode, long ctimeSeconds, int ctimeNanos, boolean trusted) {
  /** Of a whiteout, and of what was never looked at. */
  public static final Token NONE = new Token(0, 0, 0, false);

  public static Token of(Stat stat, boolean trusted) {
    return new Token(stat.inode(), stat.ctimeSeconds(), stat.ctimeNanos(), trusted);
  }

  /** Whether this is the same moment of the same inode; says nothing about trust. */
  public boolean matches(Stat stat) {
    return inode == stat.inode()
        && ctimeSeconds == stat.ctimeSeconds()
        && ctimeNanos == stat.ctimeNanos();
  }
}
