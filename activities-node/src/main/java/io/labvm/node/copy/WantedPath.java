package io.labvm.node.copy;

import io.labvm.contract.failure.FailureCode;
import io.labvm.node.failure.NodeFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A path that somebody asks for: the folders above it, from the root, and its last part. */
final class WantedPath {
  private static final int LONGEST = 4096;

  private final List<byte[]> folders;
  private final byte[] name;

  private WantedPath(List<byte[]> folders, byte[] name) {
    this.folders = folders;
    this.name = name;
  }

  List<byte[]> folders() {
    return folders;
  }

  byte[] name() {
    return name;
  }

  /** WRONG_STATE for what is no absolute path of a file or folder. */
  static WantedPath of(@Nullable String text) {
    if (text == null || !text.startsWith("/") || text.length() > LONGEST) {
      throw refused(text);
    }
    List<String> parts = Stream.of(text.split("/")).filter(part -> !part.isEmpty()).toList();
    if (parts.isEmpty() || parts.stream().anyMatch(WantedPath::isNoName)) {
      throw refused(text);
    }
    List<byte[]> names = parts.stream().map(p -> p.getBytes(StandardCharsets.UTF_8)).toList();
    return new WantedPath(names.subList(0, names.size() - 1), names.getLast());
  }

  private static boolean isNoName(String part) {
    return part.equals(".") || part.equals("..") || part.indexOf(0) >= 0;
  }

  private static NodeFailure refused(@Nullable String text) {
    return new NodeFailure(
        FailureCode.WRONG_STATE, "not the absolute path of a file or folder: " + text);
  }

  /** The path of an entry beside it. */
  String beside(byte[] other) {
    StringBuilder text = new StringBuilder();
    for (byte[] folder : folders) {
      text.append('/').append(new String(folder, StandardCharsets.UTF_8));
    }
    return text.append('/').append(new String(other, StandardCharsets.UTF_8)).toString();
  }

  @Override
  public String toString() {
    return beside(name);
  }
}
