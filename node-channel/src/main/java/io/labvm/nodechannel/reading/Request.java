package io.labvm.nodechannel.reading;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What the portal asks for. Paths and names travel as base 64 (for URLs), since they are bytes.
 *
 * @param method of HTTP
 * @param uri path and query
 */
public record Request(String method, URI uri) {
  private static final int MOST = 1000;
  private static final int LONGEST_PATH = 1 << 16;

  /** The resource. */
  public String resource() {
    return uri.getPath();
  }

  /**
   * Where something is; empty for the root. Not to be changed.
   *
   * @throws Refusal for no base 64, or too much of it
   */
  public byte[] path() throws Refusal {
    return bytes("path").orElse(new byte[0]);
  }

  /** The names of the path, one within the other; none for the root. */
  public List<byte[]> names() throws Refusal {
    byte[] path = path();
    List<byte[]> names = new ArrayList<>();
    for (int from = 0, at = 0; at <= path.length; at++) {
      if (at == path.length || path[at] == '/') {
        byte[] name = Arrays.copyOfRange(path, from, at);
        if (name.length > 0 && !(name.length == 1 && name[0] == '.')) {
          names.add(name);
        }
        from = at + 1;
      }
    }
    return names;
  }

  /** The last of them, with which names in an archive begin; empty for the root. */
  public byte[] name() throws Refusal {
    List<byte[]> names = names();
    return names.isEmpty() ? new byte[0] : names.getLast();
  }

  /** The name behind which a list goes on. */
  public Optional<byte[]> after() throws Refusal {
    return bytes("after");
  }

  /** Of entries in the answer. */
  public int limit() throws Refusal {
    try {
      return Math.clamp(parameter("limit").map(Long::parseLong).orElse(200L), 1, MOST);
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("limit is a number");
    }
  }

  private Optional<byte[]> bytes(String name) throws Refusal {
    Optional<String> text = parameter(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text.get());
      if (bytes.length > LONGEST_PATH) {
        throw Refusal.unknownPath();
      }
      return Optional.of(bytes);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(name + " is base 64");
    }
  }

  private Optional<String> parameter(String name) {
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String part : query.split("&")) {
      if (part.startsWith(name + "=") && part.length() > name.length() + 1) {
        return Optional.of(part.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }
}
