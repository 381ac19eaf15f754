package io.labvm.layers.store;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The random id of one operation. Repeating a call with the same key is answered with what the
 * first one did.
 */
public record OperationKey(String value) {
  public OperationKey {
    if (!DesktopKey.FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not the id of an operation");
    }
  }

  /** A new one. */
  public static OperationKey random() {
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    return new OperationKey(HexFormat.of().formatHex(random));
  }

  @Override
  public String toString() {
    return value;
  }
}
