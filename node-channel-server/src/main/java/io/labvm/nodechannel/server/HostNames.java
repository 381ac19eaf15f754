package io.labvm.nodechannel.server;

import java.util.Locale;

/** Makes host names from the free text that members give their desktops. */
final class HostNames {
  private static final int MAX_LENGTH = 63;

  private HostNames() {}

  /** The name's letters and digits with single hyphens between, or the login if none are left. */
  static String of(String name, String login) {
    var host = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    var cut = host.substring(0, Math.min(host.length(), MAX_LENGTH)).replaceAll("^-|-$", "");
    return cut.isEmpty() ? login : cut;
  }
}
