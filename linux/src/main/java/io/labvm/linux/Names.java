package io.labvm.linux;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** File names are bytes; here they meet the text the JDK and people use. */
public final class Names {
  private static final Charset NATIVE =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private Names() {}

  /** The bytes the JDK would hand to the kernel for this path. */
  public static byte[] bytes(Path path) {
    return path.toString().getBytes(NATIVE);
  }

  /** Text to show: UTF-8, with control and broken bytes as {@code \xNN}. */
  public static String printable(byte[] name) {
    String text = decode(name);
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\\') {
        out.append("\\x%02x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Whether the bytes are well-formed UTF-8. */
  public static boolean isUtf8(byte[] name) {
    try {
      var ignored = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The name, which must be one alone: no way to another directory. */
  static byte[] single(byte[] entry) {
    for (byte b : entry) {
      if (b == '/' || b == 0) {
        throw new IllegalArgumentException("not one name: " + printable(entry));
      }
    }
    return entry;
  }

  private static String decode(byte[] name) {
    return new String(name, isUtf8(name) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }
}
