package io.labvm.gateway.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a connected socket, made for throughput.
 *
 * <p>An {@code SSLSocket} makes two system calls to read a record of 16 KiB and one to write it;
 * this class moves several records with each, and with BoringSSL works on the very memory that the
 * system calls use, if the socket has a channel. One thread may read while another writes. Read
 * time-outs are those of the socket.
 */
public final class TlsEnd implements PumpEnd {
  /** Moved with one system call when there is much; measured, see the benchmarks. */
  static final int RECORDS = 32;

  /** Room for what is moved with one system call at first, and when there is much. */
  static final int LITTLE = 2 * Records.WIRE_BYTES;

  private static final int MUCH = RECORDS * Records.WIRE_BYTES;

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private final Socket socket;
  private final PumpEnd wire;
  private final Records records;

  /** From the wire, not yet opened. */
  private ByteBuffer received;

  /** Opened, but not fit for the caller's buffer. */
  private final ByteBuffer opened;

  /** For the wire. */
  private ByteBuffer sealed;

  /** To be sealed, of buffers that are of the wrong kind. */
  private @Nullable ByteBuffer copied;

  private final Object writing = new Object();
  private final BulkMemory bulk = new BulkMemory();
  private boolean much;
  private boolean ended;

  private TlsEnd(Socket socket, PumpEnd wire, TlsHandshake.Shaken shaken) {
    this.socket = socket;
    this.wire = wire;
    this.records = shaken.records();
    this.received = shaken.received();
    this.opened = records.buffer(Records.WIRE_BYTES).flip();
    this.sealed = records.buffer(LITTLE);
  }

  /**
   * Shakes hands as a client.
   *
   * @param name what the server's certificate must be called
   */
  public static TlsEnd client(Socket socket, TlsContext context, String name) throws IOException {
    return shaken(socket, context.client(name, socket.getPort()));
  }

  /** Shakes hands as a server that asks for no certificate. */
  public static TlsEnd server(Socket socket, TlsContext context) throws IOException {
    return shaken(socket, context.server());
  }

  private static TlsEnd shaken(Socket socket, SSLEngine engine) throws IOException {
    var wire = PumpEnd.of(socket);
    return new TlsEnd(socket, wire, TlsHandshake.shake(engine, wire));
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
        return TlsEnd.this.read(ByteBuffer.wrap(buffer, offset, length));
      }
    };
  }

  /** The bytes to the peer; each write leaves at once. */
  public OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        TlsEnd.this.write(ByteBuffer.wrap(new byte[] {(byte) one}));
      }

      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        TlsEnd.this.write(ByteBuffer.wrap(buffer, offset, length));
      }
    };
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (!into.hasRemaining()) {
      return 0;
    }
    var start = into.position();
    while (true) {
      if (opened.hasRemaining()) {
        return take(into);
      }
      open(into);
      if (into.position() > start) {
        return into.position() - start;
      }
      if (!opened.hasRemaining() && (ended || !receive())) {
        return -1;
      }
    }
  }

  private int take(ByteBuffer into) {
    var n = Math.min(into.remaining(), opened.remaining());
    into.put(into.position(), opened, opened.position(), n);
    into.position(into.position() + n);
    opened.position(opened.position() + n);
    return n;
  }

  /** Opens into the caller's buffer if it is large enough and of the right kind, else aside. */
  private void open(ByteBuffer into) throws IOException {
    if (ended) {
      return;
    }
    if (into.isDirect() == records.direct() && into.remaining() >= Records.WIRE_BYTES) {
      ended = !records.open(received, into);
    } else {
      opened.clear();
      try {
        ended = !records.open(received, opened);
      } finally {
        opened.flip();
      }
    }
    if (records.owesAnswer()) {
      send(NOTHING);
    }
  }

  /** Reads what the socket has; false at its end, with or without the peer's goodbye. */
  private boolean receive() throws IOException {
    var room = much ? bulk.larger(received, Records.WIRE_BYTES, MUCH) : received;
    received = room.capacity() > received.capacity() ? room.put(received) : received.compact();
    try {
      var n = wire.read(received);
      much = !received.hasRemaining();
      return n > 0;
    } finally {
      received.flip();
    }
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    if (from.isDirect() == records.direct()) {
      send(from);
    } else {
      sendCopy(from);
    }
  }

  private void sendCopy(ByteBuffer from) throws IOException {
    synchronized (writing) {
      var copy = copied == null ? records.buffer(Records.PLAIN_BYTES) : copied;
      copied = copy;
      while (from.hasRemaining()) {
        var n = Math.min(from.remaining(), copy.capacity());
        copy.clear().put(0, from, from.position(), n).limit(n);
        from.position(from.position() + n);
        send(copy);
      }
    }
  }

  /** Seals as many records as the buffer takes and sends them with one call, until all is sent. */
  private void send(ByteBuffer from) throws IOException {
    synchronized (writing) {
      var full = Math.ceilDiv(from.remaining(), Records.PLAIN_BYTES);
      if (full > sealed.capacity() / Records.WIRE_BYTES) {
        sealed = bulk.larger(sealed, Records.WIRE_BYTES, MUCH);
      }
      do {
        records.seal(from, sealed.clear());
        wire.write(sealed.flip());
      } while (from.hasRemaining());
    }
  }

  @Override
  public boolean direct() {
    return records.direct();
  }

  @Override
  public void shutdownOutput() throws IOException {
    synchronized (writing) {
      if (!socket.isClosed()) {
        records.sealEnd(sealed.clear());
        wire.write(sealed.flip());
      }
    }
  }

  @Override
  public void close() {
    wire.close();
    records.close();
    bulk.close();
  }
}
