package io.labvm.node.container;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The image that every desktop's container is made from, as an archive to load: empty directories,
 * since the runtime puts the desktop's own root in their place. Always the same bytes, so always
 * the same image.
 *
 * <p>Loaded, not imported: docker-java 3.7.1 sends an empty document in place of an import's tar.
 */
final class SkeletonImage {
  private static final List<String> DIRECTORIES =
      List.of("dev/", "etc/", "proc/", "rootfs/", "run/", "sys/", "tmp/");

  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;

  private SkeletonImage() {}

  static byte[] archive(String tag) {
    byte[] layer = layer();
    String config =
        """
        {"architecture":"%s","os":"linux","config":{},\
        "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}"""
            .formatted(architecture(), sha256(layer));
    String manifest =
        """
        [{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]"""
            .formatted(tag);
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    file(tar, "manifest.json", manifest.getBytes(StandardCharsets.US_ASCII));
    file(tar, "config.json", config.getBytes(StandardCharsets.US_ASCII));
    file(tar, "layer.tar", layer);
    return ended(tar);
  }

  static byte[] layer() {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    DIRECTORIES.forEach(name -> tar.writeBytes(header(name, '5', 0)));
    return ended(tar);
  }

  private static void file(ByteArrayOutputStream tar, String name, byte[] content) {
    tar.writeBytes(header(name, '0', content.length));
    tar.writeBytes(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
  }

  private static byte[] ended(ByteArrayOutputStream tar) {
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  /** A ustar header: mode 755, root, time 0. */
  private static byte[] header(String name, char type, int size) {
    byte[] block = new byte[BLOCK];
    put(block, 0, name);
    put(block, 100, "0000755\0" + "0000000\0" + "0000000\0");
    put(block, 124, "%011o\0".formatted(size) + "00000000000\0");
    Arrays.fill(block, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    put(block, 156, Character.toString(type));
    put(block, 257, "ustar\0" + "00");
    int sum = 0;
    for (byte b : block) {
      sum += b;
    }
    put(block, CHECKSUM, "%06o\0 ".formatted(sum));
    return block;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static String architecture() {
    return System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
