package io.labvm.nodechannel.server;

import java.util.Locale;

/** Makes host names from the free text that members give their desktops. */
final class HostNames {
  private static final int MAX_LENGTH = 63;

  /** Of the letters and digits of a desktop's id. */
  private static final int FORK_MARK = 4;

  private HostNames() {}

  /** The name's letters and digits with single hyphens between, or the login if none are left. */
  static String of(String name, String login) {
    var host = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    var cut = host.substring(0, Math.min(host.length(), MAX_LENGTH)).replaceAll("^-|-$", "");
    return cut.isEmpty() ? login : cut;
  }

  /** The same for a fork, which is never called like the machine that has the login's name. */
  static String ofFork(String name, String login, String desktop) {
    var host = of(name, login);
    return host.equals(login)
        ? login + "-" + desktop.substring(0, Math.min(desktop.length(), FORK_MARK))
        : host;
  }
}
