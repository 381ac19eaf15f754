package io.labvm.layers.erofs;

import java.nio.ByteBuffer;

/**
 * The part of an extended inode that is not {@link Attributes}.
 *
 * @param address first block, device number or chunk format
 * @param number for 32-bit stat calls, any counter
 */
record InodeRecord(int layout, long size, int address, int number, int links) {

  ByteBuffer write(ByteBuffer to, Attributes a, byte[] xattrs) {
    int attributeCount = XattrArea.count(xattrs.length);
    to.putShort((short) (1 | layout << 1)).putShort((short) attributeCount);
    to.putShort((short) a.mode()).putShort((short) 0);
    to.putLong(size).putInt(address).putInt(number).putInt(a.uid()).putInt(a.gid());
    to.putLong(a.mtimeSeconds()).putInt(a.mtimeNanos()).putInt(links);
    return to.putLong(0).putLong(0).put(xattrs);
  }
}
