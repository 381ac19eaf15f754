package io.labvm.mfs.reading;

import io.labvm.layers.store.DesktopKey;
import io.labvm.nodechannel.reading.Refusal;
import io.labvm.nodechannel.reading.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request as it was understood. */
final class Call {
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

  private Call(Request request, Verb verb, String desktop, List<Integer> versions) throws Refusal {
    this.verb = verb;
    this.desktop = new DesktopKey(desktop);
    this.versions = List.copyOf(versions);
    this.path = request.path();
    this.after = request.after();
    this.limit = request.limit();
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

  static Call parse(Request request) throws Refusal {
    if (!request.method().equals("GET")) {
      throw Refusal.methodNotAllowed();
    }
    Matcher form = FORM.matcher(request.resource());
    if (!form.matches()) {
      throw Refusal.notFound();
    }
    Verb verb = Verb.valueOf(form.group(4).toUpperCase(java.util.Locale.ROOT));
    List<Integer> versions = new ArrayList<>();
    versions.add(Integer.valueOf(form.group(2)));
    if (form.group(3) != null) {
      versions.add(Integer.valueOf(form.group(3)));
    }
    if (verb.compares() != (versions.size() == 2)) {
      throw Refusal.notFound();
    }
    return new Call(request, verb, form.group(1), versions);
  }
}
