package io.labvm.ui.operations;

import java.security.SecureRandom;

/** Makes ids that tell nothing and cannot be guessed: 22 lower-case letters and digits. */
public final class OpaqueIds {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final String ALPHABET = LETTERS + "0123456789";
  private static final int LENGTH = 22;

  private OpaqueIds() {}

  /** A new one, 113 bits of chance; begins with a letter, so that it may be part of any name. */
  public static String next() {
    StringBuilder id = new StringBuilder(LENGTH);
    id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    while (id.length() < LENGTH) {
      id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
