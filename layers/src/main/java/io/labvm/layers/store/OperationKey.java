package io.labvm.layers.store;

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

  @Override
  public String toString() {
    return value;
  }
}
