package io.labvm.gateway.connector;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** Records by an engine of the JDK, which is slow with direct buffers. */
final class EngineRecords implements Records {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private volatile boolean owing;

  EngineRecords(SSLEngine engine) {
    this.engine = engine;
  }

  @Override
  public boolean open(ByteBuffer received, ByteBuffer into) throws SSLException {
    while (received.hasRemaining()) {
      var result = engine.unwrap(received, into);
      answer(result.getHandshakeStatus());
      if (result.getStatus() == Status.CLOSED) {
        return false;
      }
      if (result.getStatus() != Status.OK) {
        break;
      }
    }
    return true;
  }

  private void answer(HandshakeStatus wanted) {
    if (wanted == HandshakeStatus.NEED_TASK) {
      for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
        task.run();
      }
    } else if (wanted == HandshakeStatus.NEED_WRAP) {
      owing = true;
    }
  }

  @Override
  public boolean owesAnswer() {
    return owing;
  }

  @Override
  public void seal(ByteBuffer from, ByteBuffer into) throws SSLException {
    do {
      owing = false;
      var result = engine.wrap(from, into);
      if (result.getStatus() == Status.CLOSED && from.hasRemaining()) {
        throw new SSLException("the connection is closed");
      }
    } while (from.hasRemaining() && into.remaining() >= WIRE_BYTES);
  }

  @Override
  public void sealEnd(ByteBuffer into) throws SSLException {
    if (!engine.isOutboundDone()) {
      engine.closeOutbound();
      engine.wrap(NOTHING, into);
    }
  }

  @Override
  public boolean direct() {
    return false;
  }

  @Override
  public void close() {
    // The engine holds nothing but memory.
  }
}
