package io.labvm.gateway.connector;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One end of a {@link BytePump}: a connected byte stream in both directions. */
public interface PumpEnd extends AutoCloseable {
  /**
   * Reads into the buffer; -1 at the end of the stream. Blocks until there is something.
   *
   * @return how many bytes, which is where the buffer's position has moved
   */
  int read(ByteBuffer into) throws IOException;

  /** Writes all that remains in the buffer. */
  void write(ByteBuffer from) throws IOException;

  /** Whether direct buffers cost this end less than others. */
  boolean direct();

  /** Tells the peer that nothing more comes; it may still send. Repeatable. */
  void shutdownOutput() throws IOException;

  /** Closes both directions and wakes a blocked reader or writer. Repeatable, never throws. */
  @Override
  void close();

  /** An end over a TCP or TLS socket; best over one that has a channel. */
  static PumpEnd of(Socket socket) throws IOException {
    var channel = socket.getChannel();
    return channel == null ? SocketEnd.of(socket) : new ChannelEnd(channel, socket);
  }

  /** An end over a channel in blocking mode, e.g. of a unix socket. */
  static PumpEnd of(SocketChannel channel) {
    return new ChannelEnd(channel, null);
  }
}
