package io.labvm.linux;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One extended attribute: its full name (namespace included) and its value of up to 64 KiB. */
public final class Xattr {
  private final byte[] name;
  private final byte[] value;

  public Xattr(byte[] name, byte[] value) {
    if (name.length == 0 || name.length > 255) {
      throw new IllegalArgumentException("xattr name of " + name.length + " bytes");
    }
    this.name = name.clone();
    this.value = value.clone();
  }

  /** For names in plain ASCII. */
  public static Xattr of(String name, byte[] value) {
    return new Xattr(name.getBytes(StandardCharsets.US_ASCII), value);
  }

  /** Name as text that keeps every byte (ISO 8859-1). */
  public String name() {
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  public byte[] nameBytes() {
    return name.clone();
  }

  public byte[] value() {
    return value.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Xattr that
        && Arrays.equals(name, that.name)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(name) + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return name() + "=" + value.length + " bytes";
  }
}
