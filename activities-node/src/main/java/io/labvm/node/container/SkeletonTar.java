package io.labvm.node.container;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The image that every desktop's container is made from: empty directories, since the runtime puts
 * the desktop's own root in their place. Always the same bytes, so always the same image.
 */
final class SkeletonTar {
  private static final List<String> DIRECTORIES =
      List.of("dev/", "etc/", "proc/", "rootfs/", "run/", "sys/", "tmp/");

  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;

  private SkeletonTar() {}

  static byte[] bytes() {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    DIRECTORIES.forEach(name -> tar.writeBytes(header(name)));
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  /** A ustar header: mode 755, root, time 0. */
  private static byte[] header(String name) {
    byte[] block = new byte[BLOCK];
    put(block, 0, name);
    put(block, 100, "0000755\0" + "0000000\0" + "0000000\0" + "00000000000\0" + "00000000000\0");
    Arrays.fill(block, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    put(block, 156, "5");
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
}
