package io.labvm.layers.index;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.TreePath;
import io.labvm.linux.Fd;
import java.io.Closeable;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A published run, read block by block; every byte is checked before it is believed. */
final class Run implements Closeable {
  private static final int CACHED = 8;
  private static final byte[] NOTHING = {};

  private final Path file;
  private final Fd fd;
  private final long size;
  private final RunInfo info;
  private final BlockTable table;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 15);
  private final Map<Integer, byte[]> cache = new LinkedHashMap<>(16, 0.75f, true);

  private Run(Path file, Fd fd, long size) throws IOException {
    this.file = file;
    this.fd = fd;
    this.size = size;
    this.info = readInfo();
    this.table = readTable();
  }

  static Run open(Path file) throws IOException {
    Fd fd = Fd.open(file);
    try {
      return new Run(file, fd, Files.size(file));
    } catch (IOException | RuntimeException e) {
      fd.close();
      throw e;
    }
  }

  private RunInfo readInfo() throws IOException {
    long at = size - RunFormat.TRAILER;
    if (at < RunFormat.HEADER) {
      throw damaged(0, "shorter than its frame");
    }
    try {
      RunInfo found = RunInfo.decode(read(at, RunFormat.TRAILER));
      if (found.tableOffset() + found.tableLength() != at) {
        throw damaged(at, "table elsewhere");
      }
      return found;
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw damaged(at, e.toString());
    }
  }

  private BlockTable readTable() throws IOException {
    byte[] bytes = read(info.tableOffset(), info.tableLength());
    requireCrc(bytes, info.tableCrc(), info.tableOffset());
    try {
      return BlockTable.decode(bytes, info.blocks());
    } catch (IllegalArgumentException | BufferUnderflowException | NegativeArraySizeException e) {
      throw damaged(info.tableOffset(), e.toString());
    }
  }

  RunInfo info() {
    return info;
  }

  Path file() {
    return file;
  }

  long bytes() {
    return size;
  }

  /** What this run itself says about a name; null when nothing. */
  @Nullable Row find(TreePath path) throws IOException {
    if (table.blocks() == 0) {
      return null;
    }
    int from = table.find(path);
    int to = Math.min(table.blocks(), from + table.stride());
    for (int block = from; block < to; block++) {
      RowReader rows = new RowReader(this, cached(block), table.offset(block));
      for (Row row = rows.next(); row != null; row = rows.next()) {
        int order = row.path().compareTo(path);
        if (order >= 0) {
          return order == 0 ? row : null;
        }
      }
    }
    return null;
  }

  RunCursor cursor() {
    return new RunCursor(this);
  }

  /** The first block that can hold a path. */
  int blockOf(TreePath path) {
    return table.find(path);
  }

  int blocks() {
    return table.blocks();
  }

  RowReader rows(int block) throws IOException {
    return new RowReader(this, block(block), table.offset(block));
  }

  private byte[] cached(int block) throws IOException {
    byte[] found = cache.get(block);
    if (found == null) {
      found = block(block);
      cache.put(block, found);
      if (cache.size() > CACHED) {
        cache.remove(cache.keySet().iterator().next());
      }
    }
    return found;
  }

  private byte[] block(int block) throws IOException {
    long at = table.offset(block);
    long end = block + 1 < table.blocks() ? table.offset(block + 1) : info.tableOffset();
    long length = end - at - RunFormat.BLOCK_HEADER;
    if (length < 1 || length > RunFormat.MAX_BLOCK) {
      throw damaged(at, "block of " + length + " bytes");
    }
    byte[] bytes = read(at, (int) (end - at));
    ByteBuffer header = RunFormat.little(bytes);
    if (header.getInt() != length) {
      throw damaged(at, "length of a block");
    }
    int crc = header.getInt();
    byte[] rows = new byte[(int) length];
    header.get(rows);
    requireCrc(rows, crc, at);
    return rows;
  }

  private void requireCrc(byte[] bytes, int expected, long at) throws LayerException {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    if ((int) crc.getValue() != expected) {
      throw damaged(at, "checksum");
    }
  }

  private byte[] read(long offset, int length) throws IOException {
    byte[] bytes = length == 0 ? NOTHING : new byte[length];
    for (int done = 0; done < length; ) {
      buffer.clear().limit(Math.min(buffer.capacity(), length - done));
      int n = fd.read(offset + done, buffer);
      if (n <= 0) {
        throw damaged(offset + done, "end of file");
      }
      buffer.flip().get(bytes, done, n);
      done += n;
    }
    return bytes;
  }

  LayerException damaged(long offset, String what) {
    return LayerException.damaged(file, offset, what);
  }

  @Override
  public void close() {
    fd.close();
  }
}
