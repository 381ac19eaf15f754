package io.labvm.gateway.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A TCP or TLS socket without a channel as an end of a pump. */
final class SocketEnd implements PumpEnd {
  private static final int COPY_BYTES = 16 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private SocketEnd(Socket socket, InputStream in, OutputStream out) {
    this.socket = socket;
    this.in = in;
    this.out = out;
  }

  static SocketEnd of(Socket socket) throws IOException {
    return new SocketEnd(socket, socket.getInputStream(), socket.getOutputStream());
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return read(in, into);
  }

  /** Reads from a stream, which takes a copy when the buffer has no array. */
  static int read(InputStream in, ByteBuffer into) throws IOException {
    if (into.hasArray()) {
      var n = in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
      into.position(into.position() + Math.max(0, n));
      return n;
    }
    var copy = new byte[Math.min(COPY_BYTES, into.remaining())];
    var n = in.read(copy);
    into.put(copy, 0, Math.max(0, n));
    return n;
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    if (from.hasArray()) {
      out.write(from.array(), from.arrayOffset() + from.position(), from.remaining());
      from.position(from.limit());
    } else {
      var copy = new byte[from.remaining()];
      from.get(copy);
      out.write(copy);
    }
  }

  @Override
  public boolean direct() {
    return false;
  }

  @Override
  public void shutdownOutput() throws IOException {
    if (!socket.isOutputShutdown() && !socket.isClosed()) {
      socket.shutdownOutput();
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
