/**
 * What every process that works for Temporal has in common: payloads, identity, heartbeats, a start
 * that waits for the server and a stop that lets running work end.
 *
 * <p>Put on the class path, it configures the Temporal starter by itself.
 */
@NullMarked
package io.labvm.worker;

import org.jspecify.annotations.NullMarked;
