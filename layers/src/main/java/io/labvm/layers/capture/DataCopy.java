package io.labvm.layers.capture;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.CopiedData;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.Part;
import io.labvm.layers.durable.Digests;
import io.labvm.linux.Fd;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data of one big file, copied as a data file is: its stretches together, in whole blocks. */
final class DataCopy implements CopiedData, Closeable {
  private final Path directory;
  private @Nullable Path file;
  private @Nullable FileChannel channel;

  DataCopy(Path directory) {
    this.directory = directory;
  }

  /**
   * Copies the parts of a file, which begin at blocks and end at one or with the file.
   *
   * @param buffer of any content
   */
  Body.Data take(Fd fd, long size, List<Part> parts, ByteBuffer buffer) throws IOException {
    FileChannel out = emptied();
    ContentDigest content = new ContentDigest(size, parts);
    long bytes = parts.stream().mapToLong(Part::length).sum();
    MessageDigest ofHoley = bytes == size ? null : Digests.sha256();
    for (Part part : parts) {
      for (long at = part.offset(); at < part.end(); ) {
        ByteBuffer room = buffer.slice(0, (int) Math.min(buffer.capacity(), part.end() - at));
        Staged.fill(fd, at, room);
        at += room.remaining();
        content.update(room);
        if (ofHoley != null) {
          ofHoley.update(room.rewind());
        }
        write(out, room.rewind());
      }
    }
    byte[] padding = new byte[(int) (-bytes & (Staged.BLOCK - 1))];
    write(out, ByteBuffer.wrap(padding));
    Digest id = ofHoley == null ? content.followedBy(padding) : id(ofHoley, padding);
    return new Body.Data(size, content.finish(), referring(parts, id));
  }

  private static Digest id(MessageDigest sha, byte[] padding) {
    sha.update(padding);
    return Digest.of(sha.digest());
  }

  private static List<Part> referring(List<Part> parts, Digest id) {
    List<Part> referring = new ArrayList<>(parts.size());
    long at = 0;
    for (Part part : parts) {
      referring.add(new Part(part.offset(), part.length(), id, at));
      at += part.length();
    }
    return referring;
  }

  private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private FileChannel emptied() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      Path made = Files.createTempFile(directory, "data-", ".tmp");
      file = made;
      open = FileChannel.open(made, StandardOpenOption.WRITE);
      channel = open;
    }
    return open.truncate(0).position(0);
  }

  @Override
  public int read(long offset, ByteBuffer into) {
    return -1;
  }

  @Override
  public void moveTo(Path target) throws IOException {
    Path made = file;
    if (made == null || channel == null) {
      throw new IllegalStateException("no copy to be moved to " + target);
    }
    channel.close();
    channel = null;
    file = null;
    Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
