package io.labvm.gateway.connector;

import java.nio.ByteBuffer;

/** Memory for bytes on their way. */
final class Buffers {
  private Buffers() {}

  /** An empty buffer, outside the heap if it is direct: there system calls need no copy of it. */
  static ByteBuffer of(boolean direct, int bytes) {
    return direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
  }
}
