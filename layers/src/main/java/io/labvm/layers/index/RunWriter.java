package io.labvm.layers.index;

import io.labvm.layers.delta.TreePath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Writes one run under a temporary name; memory does not grow with the rows. */
final class RunWriter implements Closeable {
  private static final byte[] NOTHING = {};

  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer block =
      ByteBuffer.allocate(RunFormat.MAX_BLOCK).order(ByteOrder.LITTLE_ENDIAN);
  private final BlockTable table = new BlockTable();
  private @Nullable TreePath last;
  private byte[] previous = NOTHING;
  private @Nullable TreePath first;
  private long offset;
  private long rows;

  RunWriter(Path file) throws IOException {
    this.file = file;
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    byte[] header = new byte[RunFormat.HEADER];
    RunFormat.little(header).put(RunFormat.MAGIC).putInt(RunFormat.FORMAT);
    write(ByteBuffer.wrap(header));
    block.position(RunFormat.BLOCK_HEADER);
  }

  /** Rows come in the order of their paths. */
  void put(Row row) throws IOException {
    if (last != null && last.compareTo(row.path()) >= 0) {
      throw new IllegalArgumentException(row.path() + " after " + last);
    }
    if (row.path().length() > RunFormat.MAX_PATH) {
      throw new IllegalArgumentException("path of " + row.path().length() + " bytes");
    }
    last = row.path();
    if (first == null) {
      first = row.path();
    }
    RunFormat.put(block, previous, row);
    previous = row.path().bytes();
    rows++;
    if (block.position() >= RunFormat.BLOCK) {
      finishBlock();
    }
  }

  private void finishBlock() throws IOException {
    if (first == null) {
      return;
    }
    table.add(offset, first);
    int length = block.position() - RunFormat.BLOCK_HEADER;
    CRC32C crc = new CRC32C();
    crc.update(block.array(), RunFormat.BLOCK_HEADER, length);
    block.putInt(0, length).putInt(4, (int) crc.getValue());
    write(block.flip());
    block.clear().position(RunFormat.BLOCK_HEADER);
    first = null;
    previous = NOTHING;
  }

  long rows() {
    return rows;
  }

  /** Ends the file and makes it durable; it has its temporary name still. */
  void finish(long firstFrame, long lastFrame, String upper, Head predecessor, Head head)
      throws IOException {
    finishBlock();
    byte[] bytes = table.encode();
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    RunInfo info =
        new RunInfo(
            firstFrame,
            lastFrame,
            upper,
            predecessor,
            head,
            rows,
            table.blocks(),
            offset,
            bytes.length,
            (int) crc.getValue());
    write(ByteBuffer.wrap(bytes));
    write(ByteBuffer.wrap(info.encode()));
    channel.force(true);
    channel.close();
  }

  private void write(ByteBuffer bytes) throws IOException {
    offset += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  Path file() {
    return file;
  }

  /** Throws away what was not published. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
