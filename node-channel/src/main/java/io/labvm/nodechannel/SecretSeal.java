package io.labvm.nodechannel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets of desktops for the database (AES-256-GCM).
 *
 * <p>A sealed value is bound to its desktop and kind, so that a row copied to another desktop does
 * not open. Form: one byte version (1), 12 bytes nonce, ciphertext with tag.
 */
public final class SecretSeal {
  private static final byte VERSION = 1;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  private SecretSeal(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a seal key has " + KEY_BYTES + " bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
  }

  /** A seal with the key in a file: base64 of 32 bytes. */
  public static SecretSeal load(Path keyFile) throws IOException {
    return new SecretSeal(Base64.getDecoder().decode(Files.readString(keyFile).strip()));
  }

  /** A seal with a given key of 32 bytes. */
  public static SecretSeal of(byte[] key) {
    return new SecretSeal(key.clone());
  }

  /** Seals a value; two calls give different bytes. */
  public byte[] seal(String desktop, String kind, String value) {
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      var sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, desktop, kind)
              .doFinal(value.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal a secret", e);
    }
  }

  /**
   * Opens a sealed value.
   *
   * @throws GeneralSecurityException when it was sealed with another key or for another desktop or
   *     kind, or is damaged
   */
  public String open(String desktop, String kind, byte[] sealed) throws GeneralSecurityException {
    if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
      throw new GeneralSecurityException("not a sealed secret");
    }
    var nonce = new byte[NONCE_BYTES];
    System.arraycopy(sealed, 1, nonce, 0, NONCE_BYTES);
    var from = 1 + NONCE_BYTES;
    var opened =
        cipher(Cipher.DECRYPT_MODE, nonce, desktop, kind)
            .doFinal(sealed, from, sealed.length - from);
    return new String(opened, StandardCharsets.UTF_8);
  }

  private Cipher cipher(int mode, byte[] nonce, String desktop, String kind)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((desktop + "/" + kind).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
