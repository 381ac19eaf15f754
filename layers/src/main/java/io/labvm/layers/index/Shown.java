package io.labvm.layers.index;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.erofs.Attributes;
import io.labvm.linux.FileType;
import io.labvm.linux.Stat;
import io.labvm.linux.Xattr;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a desktop sees of an entry: two are equal exactly when nobody could tell them apart.
 *
 * @param size in bytes of a regular file, else 0
 * @param xattrs digest of the carried attributes, null without any
 * @param content digest of a regular file's content or a link's target, else null
 */
public record Shown(
    int mode,
    int uid,
    int gid,
    long mtimeSeconds,
    int mtimeNanos,
    int deviceMajor,
    int deviceMinor,
    long size,
    @Nullable Digest xattrs,
    @Nullable Digest content) {
  /** Of a whiteout, of which nothing but the name counts. */
  public static final Shown NOTHING = new Shown(0, 0, 0, 0, 0, 0, 0, 0, null, null);

  public static Shown of(Attributes a, Body body) {
    return new Shown(
        a.mode(),
        a.uid(),
        a.gid(),
        a.mtimeSeconds(),
        a.mtimeNanos(),
        a.deviceMajor(),
        a.deviceMinor(),
        body instanceof Body.Data data ? data.size() : 0,
        digest(a.xattrs()),
        content(body));
  }

  public FileType type() {
    return FileType.ofMode(mode);
  }

  /** Whether mode, modification time and size are still these: the visible half of the hint. */
  public boolean matches(Stat stat) {
    return mode == stat.mode()
        && mtimeSeconds == stat.mtimeSeconds()
        && mtimeNanos == stat.mtimeNanos()
        && (type() != FileType.REGULAR || size == stat.size());
  }

  private static @Nullable Digest content(Body body) {
    return switch (body) {
      case Body.None ignored -> null;
      case Body.Target target -> Digest.of(Digests.sha256().digest(target.bytes()));
      case Body.Data data -> data.digest();
    };
  }

  /** Order does not count: the kernel lists attributes in any. */
  static @Nullable Digest digest(List<Xattr> xattrs) {
    if (xattrs.isEmpty()) {
      return null;
    }
    MessageDigest sha = Digests.sha256();
    xattrs.stream()
        .sorted(Comparator.comparing(Xattr::nameBytes, Arrays::compareUnsigned))
        .forEach(
            xattr -> {
              add(sha, xattr.nameBytes());
              add(sha, xattr.value());
            });
    return Digest.of(sha.digest());
  }

  private static void add(MessageDigest sha, byte[] bytes) {
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    sha.update(bytes);
  }
}
