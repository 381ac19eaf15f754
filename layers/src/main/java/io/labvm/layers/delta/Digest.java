package io.labvm.layers.delta;

import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256. */
public final class Digest {
  public static final int BYTES = 32;

  private final byte[] bytes;

  private Digest(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("digest of " + bytes.length + " bytes");
    }
    this.bytes = bytes;
  }

  public static Digest of(byte[] bytes) {
    return new Digest(bytes.clone());
  }

  /** From 64 lower-case hexadecimal digits. */
  public static Digest parse(String hex) {
    return new Digest(HexFormat.of().parseHex(hex));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** 64 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
