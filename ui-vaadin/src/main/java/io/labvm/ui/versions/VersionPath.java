package io.labvm.ui.versions;

import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where something is in a version: names are bytes, mostly UTF-8. The root is empty. */
public final class VersionPath {
  public static final VersionPath ROOT = new VersionPath(new byte[0]);

  private final byte[] bytes;

  private VersionPath(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @param text as people write it
   * @param base64 (for URLs) of the bytes, instead of the text where that is not UTF-8
   */
  public static VersionPath of(@Nullable String text, @Nullable String base64) {
    if (base64 == null) {
      return new VersionPath((text == null ? "" : text).getBytes(StandardCharsets.UTF_8));
    }
    try {
      return new VersionPath(Base64.getUrlDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(ProblemCode.BAD_REQUEST, "pathBase64 is base 64 for URLs.");
    }
  }

  /** A name in this folder. */
  public VersionPath child(byte[] name) {
    if (bytes.length == 0) {
      return new VersionPath(name.clone());
    }
    byte[] joined = Arrays.copyOf(bytes, bytes.length + 1 + name.length);
    joined[bytes.length] = '/';
    System.arraycopy(name, 0, joined, bytes.length + 1, name.length);
    return new VersionPath(joined);
  }

  /** This and the folders it is in, from the root on. */
  public List<VersionPath> chain() {
    List<VersionPath> chain = new ArrayList<>(List.of(ROOT));
    for (int at = 1; at <= bytes.length; at++) {
      if (at == bytes.length || bytes[at] == '/') {
        chain.add(new VersionPath(Arrays.copyOf(bytes, at)));
      }
    }
    return chain;
  }

  /** The last name in a form to show; empty for the root. */
  public String name() {
    int slash = bytes.length - 1;
    while (slash >= 0 && bytes[slash] != '/') {
      slash--;
    }
    return shown(Arrays.copyOfRange(bytes, slash + 1, bytes.length));
  }

  /** Absolute, as people write it; empty where the names are no text. */
  public Optional<String> text() {
    try {
      return Optional.of("/" + StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** For URLs and for the store agent. */
  public String base64() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * For an agent, behind another parameter.
   *
   * @param after what a page gave as next; null for the first one
   */
  public String query(@Nullable String after) {
    if (after != null && !after.matches("[A-Za-z0-9_-]{1,400}")) {
      throw ProblemException.of(ProblemCode.BAD_REQUEST, "after is what an answer gave as next.");
    }
    return "&path=" + base64() + (after == null ? "" : "&after=" + after);
  }

  public boolean isRoot() {
    return bytes.length == 0;
  }

  /** With a slash in front. */
  @Override
  public String toString() {
    return "/" + shown(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VersionPath that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Text to show: what controls terminals or turns the writing direction is made visible. */
  public static String shown(String name) {
    return shown(name.getBytes(StandardCharsets.UTF_8));
  }

  static String shown(byte[] name) {
    StringBuilder out = new StringBuilder();
    decode(name)
        .codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                out.append("\\u%04x".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  private static String decode(byte[] name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      return new String(name, StandardCharsets.ISO_8859_1);
    }
  }
}
