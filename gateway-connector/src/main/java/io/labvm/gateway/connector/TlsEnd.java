package io.labvm.gateway.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * TLS over a connected socket, made for throughput.
 *
 * <p>An {@code SSLSocket} makes two system calls to read a record of 16 KiB and one to write it;
 * this class moves several records with each. One thread may read while another writes. Read
 * time-outs are those of the socket.
 */
public final class TlsEnd implements PumpEnd {
  private static final String[] PROTOCOLS = {"TLSv1.3"};

  /** Cheapest on processors with AES instructions; the second is for those without. */
  private static final String[] CIPHERS = {
    "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"
  };

  private static final int RECORDS = 8;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Socket socket;
  private final SSLEngine engine;
  private final InputStream in;
  private final OutputStream out;
  private final ByteBuffer received;
  private final ByteBuffer opened;
  private final ByteBuffer sealed;
  private final int packetBytes;
  private final Object writing = new Object();
  private boolean ended;

  private TlsEnd(Socket socket, SSLEngine engine) throws IOException {
    this.socket = socket;
    this.engine = engine;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    var session = engine.getSession();
    this.packetBytes = session.getPacketBufferSize();
    this.received = ByteBuffer.allocate(RECORDS * packetBytes).flip();
    this.opened = ByteBuffer.allocate(2 * session.getApplicationBufferSize()).flip();
    this.sealed = ByteBuffer.allocate(RECORDS * packetBytes);
  }

  /**
   * Shakes hands as a client.
   *
   * @param name what the server's certificate must be called
   */
  public static TlsEnd client(Socket socket, SSLContext context, String name) throws IOException {
    var engine = context.createSSLEngine(name, socket.getPort());
    engine.setUseClientMode(true);
    var parameters = engine.getSSLParameters();
    restrict(parameters, name);
    engine.setSSLParameters(parameters);
    return shaken(socket, engine);
  }

  /** Shakes hands as a server that asks for no certificate. */
  public static TlsEnd server(Socket socket, SSLContext context) throws IOException {
    var engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    return shaken(socket, engine);
  }

  private static TlsEnd shaken(Socket socket, SSLEngine engine) throws IOException {
    engine.setEnabledProtocols(PROTOCOLS);
    engine.setEnabledCipherSuites(CIPHERS);
    var end = new TlsEnd(socket, engine);
    engine.beginHandshake();
    end.handshake();
    return end;
  }

  /** TLS 1.3, our ciphers, and a server that is called {@code name}. */
  static void restrict(SSLParameters parameters, String name) {
    parameters.setProtocols(PROTOCOLS);
    parameters.setCipherSuites(CIPHERS);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(List.of(new SNIHostName(name)));
  }

  /** The socket below, for its options. */
  public Socket socket() {
    return socket;
  }

  /** The bytes from the peer. */
  public InputStream input() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return TlsEnd.this.read(buffer, offset, length);
      }
    };
  }

  /** The bytes to the peer; each write leaves at once. */
  public OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        TlsEnd.this.write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        TlsEnd.this.write(buffer, offset, length);
      }
    };
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      if (opened.hasRemaining()) {
        var n = Math.min(length, opened.remaining());
        opened.get(buffer, offset, n);
        return n;
      }
      var n = open(buffer, offset, length);
      if (n > 0) {
        return n;
      }
      if (!opened.hasRemaining() && (ended || !receive())) {
        return -1;
      }
    }
  }

  /**
   * Opens as many of the received records as fit into the caller's buffer; the first one, if it
   * does not fit, goes into {@link #opened}.
   */
  private int open(byte[] buffer, int offset, int length) throws IOException {
    var into = ByteBuffer.wrap(buffer, offset, length);
    while (received.hasRemaining() && !ended) {
      var result = engine.unwrap(received, into);
      if (result.getStatus() == Status.BUFFER_OVERFLOW && into.position() == offset) {
        result = openAside();
      }
      if (result.getStatus() == Status.BUFFER_UNDERFLOW
          || result.getStatus() == Status.BUFFER_OVERFLOW) {
        break;
      }
      ended = result.getStatus() == Status.CLOSED;
      answer(result.getHandshakeStatus());
      if (opened.hasRemaining()) {
        break;
      }
    }
    return into.position() - offset;
  }

  private SSLEngineResult openAside() throws SSLException {
    opened.clear();
    try {
      return engine.unwrap(received, opened);
    } finally {
      opened.flip();
    }
  }

  /** Reads what the socket has; false at its end, with or without the peer's goodbye. */
  private boolean receive() throws IOException {
    received.compact();
    try {
      var n = in.read(received.array(), received.position(), received.remaining());
      received.position(received.position() + Math.max(0, n));
      return n > 0;
    } finally {
      received.flip();
    }
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    var from = ByteBuffer.wrap(buffer, offset, length);
    synchronized (writing) {
      while (from.hasRemaining()) {
        seal(from);
      }
    }
  }

  /** Seals as many records as the buffer takes and sends them with one call. */
  private SSLEngineResult seal(ByteBuffer from) throws IOException {
    synchronized (writing) {
      sealed.clear();
      SSLEngineResult result;
      do {
        result = engine.wrap(from, sealed);
        if (result.getStatus() == Status.CLOSED && from.hasRemaining()) {
          throw new SSLException("the connection is closed");
        }
      } while (from.hasRemaining() && sealed.remaining() >= packetBytes);
      out.write(sealed.array(), 0, sealed.position());
      return result;
    }
  }

  /** What the protocol wants after a record, such as the answer to a change of keys. */
  private void answer(HandshakeStatus wanted) throws IOException {
    if (wanted == HandshakeStatus.NEED_TASK) {
      runTasks();
    } else if (wanted == HandshakeStatus.NEED_WRAP) {
      seal(NOTHING);
    }
  }

  private void handshake() throws IOException {
    var wanted = engine.getHandshakeStatus();
    while (wanted != HandshakeStatus.FINISHED && wanted != HandshakeStatus.NOT_HANDSHAKING) {
      wanted =
          switch (wanted) {
            case NEED_WRAP -> seal(NOTHING).getHandshakeStatus();
            case NEED_TASK -> runTasks();
            default -> hear();
          };
    }
  }

  private HandshakeStatus hear() throws IOException {
    while (true) {
      var result = openAside();
      if (result.getStatus() == Status.CLOSED) {
        throw new SSLException("the peer closed during the handshake");
      }
      if (result.getStatus() != Status.BUFFER_UNDERFLOW) {
        return result.getHandshakeStatus();
      }
      if (!receive()) {
        throw new SSLException("the peer ended during the handshake");
      }
    }
  }

  private HandshakeStatus runTasks() {
    for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
      task.run();
    }
    return engine.getHandshakeStatus();
  }

  @Override
  public void shutdownOutput() throws IOException {
    synchronized (writing) {
      if (!engine.isOutboundDone() && !socket.isClosed()) {
        engine.closeOutbound();
        seal(NOTHING);
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // A peer that is gone already is what closing wants.
    }
  }
}
