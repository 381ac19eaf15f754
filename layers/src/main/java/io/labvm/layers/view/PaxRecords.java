package io.labvm.layers.view;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The records of one extended header: {@code length key=value newline}, values of any bytes. */
public final class PaxRecords {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Adds a value in ASCII. */
  public PaxRecords text(String key, String value) {
    return bytes(key, value.getBytes(StandardCharsets.US_ASCII));
  }

  /** Adds a value of any bytes. */
  public PaxRecords bytes(String key, byte[] value) {
    byte[] name = key.getBytes(StandardCharsets.ISO_8859_1);
    int rest = 1 + name.length + 1 + value.length + 1;
    int length = rest + Integer.toString(rest).length();
    if (Integer.toString(length).length() > Integer.toString(rest).length()) {
      length = rest + Integer.toString(rest).length() + 1;
    }
    out.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(name);
    out.write('=');
    out.writeBytes(value);
    out.write('\n');
    return this;
  }

  /** All of them. */
  public byte[] encode() {
    return out.toByteArray();
  }

  /** Seconds since 1970 with nanoseconds; before it the fraction counts down. */
  public static String time(long seconds, int nanos) {
    if (seconds >= 0 || nanos == 0) {
      return seconds + (nanos == 0 ? "" : ".%09d".formatted(nanos));
    }
    long whole = seconds + 1;
    return (whole == 0 ? "-0" : Long.toString(whole)) + ".%09d".formatted(1_000_000_000 - nanos);
  }
}
