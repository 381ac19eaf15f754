package io.labvm.layers.erofs;

import static io.labvm.layers.erofs.ErofsFormat.BLOCK;
import static io.labvm.layers.erofs.ErofsFormat.CHUNK_INDEX;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** Writes the chunks of one file that are not elsewhere, and its map of wide indexes. */
final class ChunkOutput implements ChunkPlan.Sink {
  private final ImageOutput out;
  private final DeviceTable devices;
  private final long size;
  private final ChunkPlan plan;
  private final Content content;
  private final long chunk;
  private ByteBuffer map = ByteBuffer.allocate(0);
  private boolean complete = true;

  // Where the last chunk that is no hole lies: 0 is the image.
  private int lastDevice = -1;
  private long lastEnd;

  ChunkOutput(ImageOutput out, DeviceTable devices, long size, ChunkPlan plan, Content content) {
    this.out = out;
    this.devices = devices;
    this.size = size;
    this.plan = plan;
    this.content = content;
    chunk = (long) BLOCK << plan.bits();
  }

  /** The map behind so many bytes of padding. */
  byte[] write(int padding) throws IOException {
    byte[] bytes = new byte[padding + plan.entries() * CHUNK_INDEX];
    map = InodeArea.little(bytes).position(padding).slice().order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < plan.entries(); i++) {
      index(i, 0, ErofsFormat.HOLE);
    }
    plan.forEach(this);
    return bytes;
  }

  /** False when the content ended early. */
  boolean isComplete() {
    return complete;
  }

  private void index(long entry, int device, int block) {
    int at = (int) entry * CHUNK_INDEX;
    map.putShort(at, (short) 0).putShort(at + 2, (short) device).putInt(at + 4, block);
  }

  @Override
  public void stored(long from, long to) throws IOException {
    for (long c = from; c < to; c++) {
      if (continuesOther(0, out.block())) {
        out.writeBlock();
      }
      index(c, 0, out.block());
      complete &= out.copy(content, c * chunk, length(c));
      lastDevice = 0;
      lastEnd = Integer.toUnsignedLong(out.block());
    }
  }

  @Override
  public void direct(long from, long to, Piece run) throws IOException {
    String data = Objects.requireNonNull(run.data());
    for (long c = from; c < to; c++) {
      long at = run.dataOffset() + c * chunk - run.offset();
      if (continuesOther(devices.number(data), (int) (at / BLOCK))) {
        stored(c, c + 1);
      } else {
        lastEnd = Math.ceilDiv(at + length(c), BLOCK);
        lastDevice = devices.use(data, lastEnd);
        index(c, lastDevice, (int) (at / BLOCK));
      }
    }
  }

  /**
   * Whether a chunk would start at the block number at which the one before ends in another device.
   * Linux then takes both for neighbours when it reads ahead from block devices (iomap compares
   * sectors, not devices) and fills the second from the first's device.
   */
  private boolean continuesOther(int device, int block) {
    return lastDevice >= 0 && device != lastDevice && lastEnd == Integer.toUnsignedLong(block);
  }

  private long length(long c) {
    return Math.min(chunk, size - c * chunk);
  }
}
