/**
 * The node's figures for Prometheus.
 *
 * <p>A scrape shows what was read last for the portal, and reads nothing by itself, so that nobody
 * can load the node by asking often.
 */
@NullMarked
package io.labvm.node.metrics;

import org.jspecify.annotations.NullMarked;
