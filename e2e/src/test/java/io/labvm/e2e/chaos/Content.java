package io.labvm.e2e.chaos;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a name holds: a file of some content, or nothing.
 *
 * @param digest SHA-256 in hex; empty for nothing
 */
public record Content(String digest) {
  public static final Content NOTHING = new Content("");

  /** What {@code yes word | head -c bytes} prints. */
  public static Content ofRepeated(String word, int bytes) {
    byte[] line = (word + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] content = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      content[i] = line[i % line.length];
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return new Content(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return digest.isEmpty() ? "nothing" : digest.substring(0, 12);
  }
}
