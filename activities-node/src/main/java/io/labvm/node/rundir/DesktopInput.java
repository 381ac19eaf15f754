package io.labvm.node.rundir;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a desktop reads from {@code in/}: one file a field.
 *
 * @param language {@code zh_CN} or {@code en_US}
 * @param vncSecret 1 to 8 printable ASCII characters
 * @param authorizedKeys SSH keys, one a line
 */
public record DesktopInput(
    String login, String language, String hostname, String vncSecret, String authorizedKeys) {
  private static final Pattern LOGIN = Pattern.compile("[a-z][a-z0-9-]{1,30}");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z_]{1,20}");
  private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");
  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]{1,8}");
  private static final int MOST_KEYS = 128 * 1024;
  private static final String UID = "1000";

  public DesktopInput {
    require("login", LOGIN.matcher(login).matches());
    require("language", LANGUAGE.matcher(language).matches());
    require("hostname", HOSTNAME.matcher(hostname).matches());
    require("VNC secret", SECRET.matcher(vncSecret).matches());
    require("authorized keys", authorizedKeys.length() <= MOST_KEYS);
  }

  /** Never shows the value: it may be a secret. */
  private static void require(String field, boolean valid) {
    if (!valid) {
      throw new IllegalArgumentException("not a valid " + field);
    }
  }

  /** Name and content of each file. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("login", login);
    files.put("uid", UID);
    files.put("language", language + ".UTF-8");
    files.put("hostname", hostname);
    files.put("authorized_keys", authorizedKeys);
    files.put("vnc-secret", vncSecret);
    return files;
  }

  @Override
  public String toString() {
    return "DesktopInput[" + login + "]";
  }
}
