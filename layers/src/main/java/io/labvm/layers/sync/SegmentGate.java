package io.labvm.layers.sync;

/** What every segment passes on its way to the store; there it can be made to wait. */
interface SegmentGate {
  /** Lets everything pass at once. */
  SegmentGate OPEN = () -> {};

  void pass() throws java.io.InterruptedIOException;
}
