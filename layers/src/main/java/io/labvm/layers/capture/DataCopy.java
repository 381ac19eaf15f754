package io.labvm.layers.capture;

import io.labvm.layers.codec.EntryFormat;
import io.labvm.layers.delta.BlockMap;
import io.labvm.layers.delta.Blocks;
import io.labvm.layers.delta.Blocks.Block;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.CopiedData;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.KnownBlocks;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data of one big file: the blocks that are news are copied as a data file is, their stretches
 * together, in whole blocks of a file system; of the others it is known where they lie.
 */
final class DataCopy implements CopiedData, Closeable {
  /** Beyond this many parts, blocks are copied though they lie elsewhere: entries have an end. */
  private static final int MANY_PARTS = EntryFormat.MAX_PARTS / 2;

  private final Path directory;
  private final KnownBlocks known;
  private @Nullable Path file;
  private @Nullable FileChannel channel;
  private @Nullable Digest id;
  private @Nullable BlockMap blocks;

  DataCopy(Path directory, KnownBlocks known) {
    this.directory = directory;
    this.known = known;
  }

  /**
   * Copies the parts of a file, which begin at blocks of a file system and end at one or with the
   * file, as far as they are news.
   *
   * @param buffer of any content, as long as a block
   * @param before digest of the content this one follows
   */
  Body.Data take(Fd fd, long size, List<Part> parts, ByteBuffer buffer, @Nullable Digest before)
      throws IOException {
    id = null;
    blocks = null;
    long count = Blocks.count(parts);
    boolean mapped = count > 1 && count <= BlockMap.MAX_BLOCKS && parts.size() <= MANY_PARTS / 2;
    BlockMap old = mapped && before != null ? known.find(before) : null;
    Copying copying =
        new Copying(emptied(), size, parts, mapped ? (int) count : 0, old, buffer.duplicate());
    copying.run(fd);
    Body.Data body = copying.finish();
    BlockMap same = mapped ? known.find(body.digest()) : null;
    if (same != null) {
      blocks = same;
      return new Body.Data(size, body.digest(), same.parts());
    }
    id = copying.id;
    blocks = mapped ? copying.map(body) : null;
    return body;
  }

  /** One file on its way. */
  private static final class Copying {
    private final FileChannel out;
    private final long size;
    private final List<Part> given;
    private final ContentDigest content;
    private final @Nullable BlockPlan plan;
    private final ByteBuffer buffer;
    private final MessageDigest ofBlock = Digests.sha256();
    private final byte[] digests;
    private final List<Part> parts = new ArrayList<>();
    private final Map<Digest, Long> files = new HashMap<>();
    private int done;
    private long written;
    private @Nullable Digest id;

    /** Of what is written; null as long as that is the content so far. */
    private @Nullable MessageDigest ofWritten;

    /**
     * @param mapped how many blocks are digested one by one: all or none
     */
    Copying(
        FileChannel out,
        long size,
        List<Part> given,
        int mapped,
        @Nullable BlockMap before,
        ByteBuffer buffer) {
      this.out = out;
      this.size = size;
      this.given = given;
      this.buffer = buffer;
      content = new ContentDigest(size, given);
      plan = before == null ? null : new BlockPlan(before);
      digests = new byte[mapped * Digest.BYTES];
      boolean holes = given.stream().mapToLong(Part::length).sum() != size;
      ofWritten = holes ? Digests.sha256() : null;
    }

    void run(Fd fd) throws IOException {
      Blocks blocks = new Blocks(given);
      for (Block block; (block = blocks.next()) != null; ) {
        read(fd, block);
        List<Part> same = same(block);
        if (same == null) {
          copy(block);
        } else {
          refer(same);
        }
      }
    }

    private void read(Fd fd, Block block) throws IOException {
      buffer.clear();
      int at = 0;
      for (Part part : block.parts()) {
        ByteBuffer room = buffer.slice(at, (int) part.length());
        while (room.hasRemaining()) {
          ByteBuffer piece = room.slice();
          Staged.fill(fd, part.offset() + room.position(), piece);
          room.position(room.position() + piece.remaining());
        }
        at += room.capacity();
      }
      buffer.limit(at).position(0);
    }

    private @Nullable List<Part> same(Block block) {
      if (digests.length == 0) {
        return null;
      }
      ofBlock.update(buffer.duplicate());
      byte[] digest = ofBlock.digest();
      System.arraycopy(digest, 0, digests, done, Digest.BYTES);
      done += Digest.BYTES;
      return plan == null || parts.size() > MANY_PARTS ? null : plan.find(block, digest);
    }

    private void refer(List<Part> same) {
      if (ofWritten == null) {
        ofWritten = content.branch();
      }
      content.update(buffer);
      for (Part part : same) {
        Digest data = part.data();
        if (data != null && plan != null) {
          files.put(data, plan.bytes(data));
        }
        Blocks.append(parts, part);
      }
    }

    private void copy(Block block) throws IOException {
      content.update(buffer.duplicate());
      if (ofWritten != null) {
        ofWritten.update(buffer.duplicate());
      }
      write(buffer);
      for (Part part : block.parts()) {
        Blocks.append(parts, new Part(part.offset(), part.length(), null, written));
        written += part.length();
      }
    }

    private void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        int ignored = out.write(bytes);
      }
    }

    Body.Data finish() throws IOException {
      if (written > 0) {
        byte[] padding = new byte[(int) (-written & (Staged.BLOCK - 1))];
        write(ByteBuffer.wrap(padding));
        MessageDigest sha = ofWritten == null ? content.branch() : ofWritten;
        sha.update(padding);
        Digest made = Digest.of(sha.digest());
        id = made;
        files.put(made, written + padding.length);
        parts.replaceAll(p -> p.isInline() ? inFile(p, made) : p);
      }
      return new Body.Data(size, content.finish(), parts);
    }

    private static Part inFile(Part part, Digest made) {
      return new Part(part.offset(), part.length(), made, part.dataOffset());
    }

    BlockMap map(Body.Data body) {
      return new BlockMap(size, body.parts(), files, digests);
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
  public @Nullable Digest id() {
    return id;
  }

  @Override
  public @Nullable BlockMap blocks() {
    return blocks;
  }

  @Override
  public int read(long offset, ByteBuffer into) {
    return -1;
  }

  @Override
  public void moveTo(Path target) throws IOException {
    Path made = file;
    if (made == null || channel == null || id == null) {
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
