package io.labvm.layers;

/** Why the layer engine did not do something; the codes are part of the command's output. */
public enum LayerError {
  /** The request contradicts what is there, or the input is not acceptable. */
  REFUSED("refused"),
  /** Somebody else holds a newer epoch. */
  STALE_EPOCH("stale-epoch"),
  /** In use by a mount, a process or another operation. */
  BUSY("busy"),
  NO_SPACE("no-space"),
  STORE_UNAVAILABLE("store-unavailable"),
  /** The kernel or the file system cannot do it. */
  UNSUPPORTED("unsupported"),
  /** Stored bytes are not what they must be. */
  DAMAGED("damaged");

  private final String code;

  LayerError(String code) {
    this.code = code;
  }

  /** The stable kebab-case name. */
  public String code() {
    return code;
  }
}
