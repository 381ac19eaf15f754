package io.labvm.layers.command;

import io.labvm.linux.Names;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;

/** A place in a version as a command line names it: names of any bytes below the root. */
final class ViewPath {
  /** The option that takes what is not UTF-8. */
  static final String OPTION = "--path-base64";

  private final Deque<byte[]> names = new ArrayDeque<>();

  private ViewPath(byte[] path) {
    int from = 0;
    for (int end = 0; end <= path.length; end++) {
      if (end == path.length || path[end] == '/') {
        add(Arrays.copyOfRange(path, from, end));
        from = end + 1;
      }
    }
  }

  static ViewPath of(String text) {
    return new ViewPath(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The place that {@value #OPTION} names. */
  static Optional<ViewPath> encoded(Arguments arguments) {
    return arguments.optional(OPTION).map(ViewPath::decode);
  }

  private static ViewPath decode(String text) {
    try {
      return new ViewPath(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new UsageException("not base 64 in " + OPTION + ": " + text);
    }
  }

  private void add(byte[] name) {
    if (Arrays.equals(name, new byte[] {'.', '.'})) {
      names.pollLast();
    } else if (name.length > 0 && !Arrays.equals(name, new byte[] {'.'})) {
      names.addLast(name);
    }
  }

  /** Without slashes at the ends, and none twice; empty for the root. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] name : names) {
      if (out.size() > 0) {
        out.write('/');
      }
      out.writeBytes(name);
    }
    return out.toByteArray();
  }

  /** The last name; empty for the root. */
  byte[] name() {
    return names.isEmpty() ? new byte[0] : names.getLast().clone();
  }

  /** For messages. */
  @Override
  public String toString() {
    return "/" + Names.printable(bytes());
  }
}
