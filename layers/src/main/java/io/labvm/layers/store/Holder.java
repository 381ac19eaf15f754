package io.labvm.layers.store;

/**
 * Who runs a desktop: a node, and the upper it writes to there.
 *
 * @param node id of the node
 * @param upperId random name made with each new empty upper
 */
public record Holder(String node, String upperId) {
  public Holder {
    if (!DesktopKey.FORM.matcher(node).matches() || !DesktopKey.FORM.matcher(upperId).matches()) {
      throw new IllegalArgumentException("not a node and an upper: " + node + ", " + upperId);
    }
  }
}
