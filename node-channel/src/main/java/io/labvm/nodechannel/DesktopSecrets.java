package io.labvm.nodechannel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node writes into a desktop's run directory before it starts.
 *
 * @param login the member's login, the user's name inside
 * @param vncSecret the eight characters of the VNC login
 * @param authorizedKeys the account's SSH keys, one a line, empty when there are none
 * @param language {@code zh_CN} or {@code en_US}
 * @param hostname a valid host name
 * @param gpus UUIDs of the GPUs that are its own; null for all that the node has
 */
public record DesktopSecrets(
    String login,
    String vncSecret,
    String authorizedKeys,
    String language,
    String hostname,
    @Nullable List<String> gpus) {
  public DesktopSecrets {
    Names.present("login", login);
    Names.present("vncSecret", vncSecret);
    Names.present("authorizedKeys", authorizedKeys);
    Names.present("language", language);
    Names.present("hostname", hostname);
    gpus = gpus == null ? null : List.copyOf(gpus);
  }

  /** Names no secret: records are printed into logs. */
  @Override
  public String toString() {
    return "DesktopSecrets[login=" + login + ", hostname=" + hostname + "]";
  }
}
