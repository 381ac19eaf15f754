package io.labvm.layers.capture;

import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.index.Shown;
import io.labvm.layers.index.Token;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The rows of a plan on their way from the scan to the emission, in a scratch file. */
final class PlanFile implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final DataOutputStream out;
  private byte[] previous = {};

  PlanFile(Path directory) throws IOException {
    file = Files.createTempFile(directory, "plan-", ".tmp");
    out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
  }

  void put(PlanRow row) throws IOException {
    byte[] path = row.path().bytes();
    int shared = Arrays.mismatch(previous, path);
    shared = shared < 0 ? path.length : shared;
    out.writeInt(shared);
    out.writeInt(path.length - shared);
    out.write(path, shared, path.length - shared);
    previous = path;
    out.writeUTF(row.op().name());
    out.writeInt(row.flags());
    switch (row.op()) {
      case DIRECTORY, NODE, CHECK, SAME -> putNode(row);
      case HIDE, VANISH, FORGET, NOTE -> {}
    }
  }

  private void putNode(PlanRow row) throws IOException {
    Token t = row.token();
    out.writeLong(t.inode());
    out.writeLong(t.ctimeSeconds());
    out.writeInt(t.ctimeNanos());
    out.writeBoolean(t.trusted());
    out.writeLong(row.oldInode());
    Shown s = row.shown();
    out.writeInt(s.mode());
    out.writeInt(s.uid());
    out.writeInt(s.gid());
    out.writeLong(s.mtimeSeconds());
    out.writeInt(s.mtimeNanos());
    out.writeInt(s.deviceMajor());
    out.writeInt(s.deviceMinor());
    out.writeLong(s.size());
    putDigest(s.xattrs());
    putDigest(s.content());
  }

  private void putDigest(@Nullable Digest digest) throws IOException {
    out.writeBoolean(digest != null);
    if (digest != null) {
      out.write(digest.bytes());
    }
  }

  /** Ends writing; the rows can be read as often as needed then. */
  void finish() throws IOException {
    out.close();
  }

  Reader read() throws IOException {
    return new Reader(file);
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }

  /** One reading of the rows. */
  static final class Reader implements Closeable {
    private final DataInputStream in;
    private byte[] previous = {};

    private Reader(Path file) throws IOException {
      in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
    }

    /** The next row, null behind the last. */
    @Nullable PlanRow next() throws IOException {
      in.mark(1);
      if (in.read() < 0) {
        return null;
      }
      in.reset();
      int shared = in.readInt();
      int rest = in.readInt();
      byte[] path = Arrays.copyOf(previous, shared + rest);
      in.readFully(path, shared, rest);
      previous = path;
      PlanRow.Op op = PlanRow.Op.valueOf(in.readUTF());
      int flags = in.readInt();
      return switch (op) {
        case DIRECTORY, NODE, CHECK, SAME -> node(TreePath.of(path), op, flags);
        case HIDE, VANISH, FORGET, NOTE -> PlanRow.of(TreePath.of(path), op);
      };
    }

    private PlanRow node(TreePath path, PlanRow.Op op, int flags) throws IOException {
      Token token = new Token(in.readLong(), in.readLong(), in.readInt(), in.readBoolean());
      long oldInode = in.readLong();
      Shown shown =
          new Shown(
              in.readInt(),
              in.readInt(),
              in.readInt(),
              in.readLong(),
              in.readInt(),
              in.readInt(),
              in.readInt(),
              in.readLong(),
              digest(),
              digest());
      return new PlanRow(path, op, flags, token, oldInode, shown);
    }

    private @Nullable Digest digest() throws IOException {
      if (!in.readBoolean()) {
        return null;
      }
      byte[] bytes = new byte[Digest.BYTES];
      in.readFully(bytes);
      return Digest.of(bytes);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
