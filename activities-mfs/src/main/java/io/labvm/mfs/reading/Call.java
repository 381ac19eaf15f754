package io.labvm.mfs.reading;

import io.labvm.layers.store.DesktopKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request as it was understood. */
final class Call {
  static final int MOST = 1000;

  private static final int LONGEST_PATH = 1 << 16;
  private static final Pattern FORM =
      Pattern.compile(
          "/reading/v1/desktops/([A-Za-z0-9][A-Za-z0-9-]{0,62})/versions/([0-9]{1,9})"
              + "(?:/diff/([0-9]{1,9}))?/(tree|file|archive|changes|packages)");

  private final Verb verb;
  private final DesktopKey desktop;
  private final List<Integer> versions;
  private final byte[] path;
  private final Optional<byte[]> after;
  private final int limit;

  private Call(URI uri, Verb verb, String desktop, List<Integer> versions) throws Refusal {
    this.verb = verb;
    this.desktop = new DesktopKey(desktop);
    this.versions = List.copyOf(versions);
    this.path = bytes(uri, "path").orElse(new byte[0]);
    this.after = bytes(uri, "after");
    this.limit = limit(uri);
  }

  Verb verb() {
    return verb;
  }

  DesktopKey desktop() {
    return desktop;
  }

  /** One, or two to compare. */
  List<Integer> versions() {
    return versions;
  }

  /** In the version; empty for its root. Not to be changed. */
  byte[] path() {
    return path;
  }

  /** The name behind which a list goes on. */
  Optional<byte[]> after() {
    return after;
  }

  /** Of entries in the answer. */
  int limit() {
    return limit;
  }

  /** What is asked for. */
  enum Verb {
    TREE,
    FILE,
    ARCHIVE,
    CHANGES,
    PACKAGES;

    boolean compares() {
      return this == CHANGES || this == PACKAGES;
    }
  }

  /** Paths and names travel as base 64 (for URLs), since they are bytes. */
  static Call parse(URI uri) throws Refusal {
    Matcher form = FORM.matcher(uri.getPath());
    if (!form.matches()) {
      throw new Refusal(404, "not-found", "no such resource");
    }
    Verb verb = Verb.valueOf(form.group(4).toUpperCase(java.util.Locale.ROOT));
    List<Integer> versions = new ArrayList<>();
    versions.add(Integer.valueOf(form.group(2)));
    if (form.group(3) != null) {
      versions.add(Integer.valueOf(form.group(3)));
    }
    if (verb.compares() != (versions.size() == 2)) {
      throw new Refusal(404, "not-found", "no such resource");
    }
    return new Call(uri, verb, form.group(1), versions);
  }

  private static int limit(URI uri) throws Refusal {
    try {
      return Math.clamp(parameter(uri, "limit").map(Long::parseLong).orElse(200L), 1, MOST);
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("limit is a number");
    }
  }

  private static Optional<byte[]> bytes(URI uri, String name) throws Refusal {
    Optional<String> text = parameter(uri, name);
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

  private static Optional<String> parameter(URI uri, String name) {
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    for (String part : query.split("&")) {
      if (part.startsWith(name + "=") && part.length() > name.length() + 1) {
        return Optional.of(part.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }
}
