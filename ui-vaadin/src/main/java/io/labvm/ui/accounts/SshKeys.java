package io.labvm.ui.accounts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Public keys in {@code authorized_keys} form: {@code type base64 [comment]}, no options. */
final class SshKeys {
  private static final int MAX_KEYS = 50;
  private static final int MAX_CHARACTERS = 32 * 1024;
  private static final Set<String> TYPES =
      Set.of(
          "ssh-ed25519",
          "ssh-rsa",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com");

  private SshKeys() {}

  /** The keys in normal form, one a line; problems go to the checks. */
  static String normalised(String text, FieldChecks checks) {
    if (text.length() > MAX_CHARACTERS) {
      return checks.bad("sshKeys", "too-long", "All keys together have at most 32 KiB.");
    }
    List<String> keys = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String key = line.strip();
      if (key.isEmpty() || key.startsWith("#")) {
        continue;
      }
      if (!valid(key)) {
        return checks.bad("sshKeys", "invalid", "Line " + number + " is not a public key.");
      }
      keys.add(key);
    }
    if (keys.size() > MAX_KEYS) {
      return checks.bad("sshKeys", "too-long", "At most 50 keys.");
    }
    return keys.isEmpty() ? "" : String.join("\n", keys) + "\n";
  }

  private static boolean valid(String key) {
    String[] parts = key.split("\\s+", 3);
    return parts.length >= 2
        && TYPES.contains(parts[0])
        && key.chars().noneMatch(Character::isISOControl)
        && names(parts[0], parts[1]);
  }

  /** The type stands again at the front of the encoded key: a cut or swapped key is found. */
  private static boolean names(String type, String encoded) {
    try {
      ByteBuffer key = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
      byte[] name = new byte[type.length()];
      if (key.remaining() < 4 + name.length + 32 || key.getInt() != name.length) {
        return false;
      }
      key.get(name);
      return new String(name, StandardCharsets.US_ASCII).equals(type);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
