package io.labvm.nodechannel;

/**
 * The control plane's answer to {@link NodeMetrics}.
 *
 * @param segmentsPerSecond the node's share of the segments that all nodes together may ship to the
 *     store in the long run; positive
 */
public record MetricsReply(double segmentsPerSecond) {
  public MetricsReply {
    if (!(segmentsPerSecond > 0)) {
      throw new IllegalArgumentException("segmentsPerSecond is " + segmentsPerSecond);
    }
  }
}
