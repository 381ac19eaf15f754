package io.labvm.node.container;

/**
 * A desktop's hardware address follows from its IPv4 address, so that the node can hold both
 * together by hand and no desktop can take another's.
 */
public final class HardwareAddress {
  private HardwareAddress() {}

  /** {@code 02:42} and the four bytes of the address. */
  public static String of(String ipv4) {
    String[] parts = ipv4.split("\\.", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException("not an IPv4 address: " + ipv4);
    }
    StringBuilder text = new StringBuilder("02:42");
    for (String part : parts) {
      text.append(":%02x".formatted(Integer.parseInt(part) & 0xff));
    }
    return text.toString();
  }
}
