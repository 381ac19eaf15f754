package io.labvm.gateway.connector;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** The start of a TLS connection: an engine talks to the peer until both trust each other. */
final class TlsHandshake {
  private final SSLEngine engine;
  private final PumpEnd wire;
  private final ByteBuffer nothing;
  private final ByteBuffer received;
  private final ByteBuffer scrap;

  /**
   * What is there when hands are shaken.
   *
   * @param received what has come from the peer after it, ready to be opened
   */
  record Shaken(Records records, ByteBuffer received) {}

  private TlsHandshake(SSLEngine engine, PumpEnd wire) {
    this.engine = engine;
    this.wire = wire;
    var direct = engine instanceof ReferenceCountedOpenSslEngine;
    this.nothing = Buffers.of(direct, 0);
    this.received = Buffers.of(direct, TlsEnd.LITTLE).flip();
    this.scrap = Buffers.of(direct, Records.WIRE_BYTES);
  }

  /** Shakes hands. The engine belongs to the records from then on; after a failure it is freed. */
  static Shaken shake(SSLEngine engine, PumpEnd wire) throws IOException {
    var done = false;
    try {
      var shaken = new TlsHandshake(engine, wire).shake();
      done = true;
      return shaken;
    } finally {
      if (!done && engine instanceof ReferenceCountedOpenSslEngine boring) {
        boring.release();
      }
    }
  }

  private Shaken shake() throws IOException {
    engine.beginHandshake();
    var wanted = engine.getHandshakeStatus();
    while (wanted != HandshakeStatus.FINISHED && wanted != HandshakeStatus.NOT_HANDSHAKING) {
      wanted =
          switch (wanted) {
            case NEED_WRAP -> say().getHandshakeStatus();
            case NEED_TASK -> runTasks();
            default -> hear();
          };
    }
    if (!(engine instanceof ReferenceCountedOpenSslEngine boring)) {
      return new Shaken(new EngineRecords(engine), received);
    }
    while (say().bytesProduced() > 0) {
      // What the engine still holds, such as session tickets, comes before all else.
    }
    return new Shaken(new NativeRecords(boring), received);
  }

  private SSLEngineResult say() throws IOException {
    var result = engine.wrap(nothing, scrap.clear());
    wire.write(scrap.flip());
    return result;
  }

  private HandshakeStatus hear() throws IOException {
    while (true) {
      var result = engine.unwrap(received, scrap.clear());
      if (result.getStatus() == Status.CLOSED) {
        throw new SSLException("the peer closed during the handshake");
      }
      if (scrap.position() > 0) {
        throw new SSLException("the peer spoke before the handshake was over");
      }
      if (result.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP) {
        return result.getHandshakeStatus();
      }
      // BoringSSL's engine tells only when asked again that a record was the last; were it given
      // the next one then, it would open what belongs to the connection.
      var next = engine.unwrap(nothing, scrap.clear()).getHandshakeStatus();
      if (next != HandshakeStatus.NEED_UNWRAP || result.getStatus() != Status.BUFFER_UNDERFLOW) {
        return next;
      }
      receive();
    }
  }

  private void receive() throws IOException {
    received.compact();
    try {
      if (wire.read(received) < 0) {
        throw new SSLException("the peer ended during the handshake");
      }
    } finally {
      received.flip();
    }
  }

  private HandshakeStatus runTasks() {
    for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
      task.run();
    }
    return engine.getHandshakeStatus();
  }
}
