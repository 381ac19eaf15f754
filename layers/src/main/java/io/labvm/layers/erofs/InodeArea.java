package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Metadata blocks still in memory; the earlier ones may already be written. */
final class InodeArea {
  private final Packer packer = new Packer();
  private byte[] bytes = new byte[64 * BLOCK];
  private ByteBuffer data = little(bytes);
  private long firstBlock;

  /** Takes room and answers its offset from the start of the area. */
  long take(int length) {
    long offset = packer.take(length);
    int need = Math.toIntExact((packer.blocks() - firstBlock) * BLOCK);
    if (need > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(need, bytes.length * 2));
      data = little(bytes);
    }
    return offset;
  }

  /** The buffer, positioned at an offset that was taken and is not written yet. */
  ByteBuffer at(long offset) {
    return data.position(Math.toIntExact(offset - firstBlock * BLOCK));
  }

  int pendingBlocks() {
    return Math.toIntExact(packer.blocks() - firstBlock);
  }

  /** Writes all blocks but the last {@code keep}. */
  void drain(ImageOutput out, int keep) throws IOException {
    int pending = pendingBlocks();
    int done = Math.max(0, pending - keep) * BLOCK;
    out.write(bytes, 0, done);
    int rest = pending * BLOCK - done;
    System.arraycopy(bytes, done, bytes, 0, rest);
    Arrays.fill(bytes, rest, rest + done, (byte) 0);
    firstBlock += done / BLOCK;
  }

  /** Starts a new area; everything must have been drained. */
  void reset() {
    packer.reset();
    firstBlock = 0;
  }

  static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
