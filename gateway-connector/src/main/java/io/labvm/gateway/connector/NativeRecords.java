package io.labvm.gateway.connector;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.SSL;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Records by BoringSSL, taken over from an engine that has shaken hands.
 *
 * <p>The engine itself is of no use from here on: it answers the peer's end by its own, so that a
 * connection could not be half closed. It stays the owner of the native memory, and its monitor
 * guards every call; a pointer is asked for anew under it, and is 0 once the engine is released.
 */
final class NativeRecords implements Records {
  /** Room for answers that come up while records are opened. */
  private static final int ANSWER_BYTES = 4096;

  private final ReferenceCountedOpenSslEngine engine;

  /** BoringSSL's end of the wire: memory that is set for each call. It lives as long as the SSL. */
  private final long wire;

  private boolean released;

  /** Takes over; nothing of the handshake may be waiting in the engine. */
  NativeRecords(ReferenceCountedOpenSslEngine engine) throws SSLException {
    this.engine = engine;
    synchronized (engine) {
      wire = SSL.bioNewByteBuffer(live(), ANSWER_BYTES);
    }
  }

  @Override
  public boolean open(ByteBuffer received, ByteBuffer into) throws SSLException {
    synchronized (engine) {
      var ssl = live();
      SSL.bioSetByteBuffer(wire, at(received), received.remaining(), false);
      try {
        var last = 1;
        while (into.hasRemaining() && last > 0) {
          last = SSL.readFromSSL(ssl, at(into), into.remaining());
          into.position(into.position() + Math.max(0, last));
        }
        return last > 0 || continues(ssl, last);
      } finally {
        received.position(received.limit() - SSL.bioLengthByteBuffer(wire));
        SSL.bioClearByteBuffer(wire);
      }
    }
  }

  private static boolean continues(long ssl, int last) throws SSLException {
    var error = SSL.getError(ssl, last);
    if (error == SSL.SSL_ERROR_WANT_READ) {
      return true;
    }
    if (error == SSL.SSL_ERROR_ZERO_RETURN) {
      return false;
    }
    throw failure("received what is no record", error);
  }

  @Override
  public boolean owesAnswer() {
    synchronized (engine) {
      return engine.sslPointer() != 0 && SSL.bioLengthNonApplication(wire) > 0;
    }
  }

  @Override
  public void seal(ByteBuffer from, ByteBuffer into) throws SSLException {
    synchronized (engine) {
      var ssl = live();
      startSealing(into);
      try {
        var length = Math.min(from.remaining(), into.remaining() / WIRE_BYTES * PLAIN_BYTES);
        if (length > 0) {
          var written = SSL.writeToSSL(ssl, at(from), length);
          if (written <= 0) {
            throw failure("the connection is closed", SSL.getError(ssl, written));
          }
          from.position(from.position() + written);
        }
      } finally {
        endSealing(into);
      }
    }
  }

  @Override
  public void sealEnd(ByteBuffer into) throws SSLException {
    synchronized (engine) {
      var ssl = engine.sslPointer();
      if (ssl == 0 || (SSL.getShutdown(ssl) & SSL.SSL_SENT_SHUTDOWN) != 0) {
        return;
      }
      startSealing(into);
      try {
        SSL.shutdownSSL(ssl);
        SSL.clearError();
      } finally {
        endSealing(into);
      }
    }
  }

  /** What is owed goes out first: BoringSSL's memory must not be asked to mix both. */
  private void startSealing(ByteBuffer into) {
    SSL.bioSetByteBuffer(wire, at(into), into.remaining(), true);
    SSL.bioFlushByteBuffer(wire);
  }

  private void endSealing(ByteBuffer into) {
    into.position(into.limit() - SSL.bioLengthByteBuffer(wire));
    SSL.bioClearByteBuffer(wire);
  }

  private long live() throws SSLException {
    var ssl = engine.sslPointer();
    if (ssl == 0) {
      throw new SSLException("the connection is closed");
    }
    return ssl;
  }

  /** Where the next byte of the buffer is. */
  private static long at(ByteBuffer buffer) {
    return Buffer.address(buffer) + buffer.position();
  }

  private static SSLException failure(String what, int error) {
    @Nullable String reason = SSL.getLastError();
    SSL.clearError();
    return new SSLException(what + ": error " + error + ", " + reason);
  }

  @Override
  public boolean direct() {
    return true;
  }

  @Override
  public void close() {
    synchronized (engine) {
      if (!released) {
        released = true;
        engine.release();
      }
    }
  }
}
