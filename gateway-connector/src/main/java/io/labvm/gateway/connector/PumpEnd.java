package io.labvm.gateway.connector;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/** One end of a {@link BytePump}: a connected byte stream in both directions. */
public interface PumpEnd extends AutoCloseable {
  /** Fills a part of the buffer; -1 at the end of the stream. Blocks until there is something. */
  int read(byte[] buffer, int offset, int length) throws IOException;

  /** Writes all of it. */
  void write(byte[] buffer, int offset, int length) throws IOException;

  /** Tells the peer that nothing more comes; it may still send. Repeatable. */
  void shutdownOutput() throws IOException;

  /** Closes both directions and wakes a blocked reader or writer. Repeatable, never throws. */
  @Override
  void close();

  /** An end over a TCP or TLS socket. */
  static PumpEnd of(Socket socket) throws IOException {
    return SocketEnd.of(socket);
  }

  /** An end over a channel in blocking mode, e.g. of a unix socket. */
  static PumpEnd of(SocketChannel channel) {
    return new ChannelEnd(channel);
  }
}
