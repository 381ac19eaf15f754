package io.labvm.gateway.connector;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A TCP or TLS socket as an end of a pump. */
final class SocketEnd implements PumpEnd {
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
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return in.read(buffer, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
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
