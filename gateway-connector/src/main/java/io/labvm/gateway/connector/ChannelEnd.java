package io.labvm.gateway.connector;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A blocking socket channel, of TCP or a unix socket, as an end of a pump. */
final class ChannelEnd implements PumpEnd {
  private final SocketChannel channel;
  private final @Nullable Socket socket;

  /**
   * @param socket the channel's socket if it may have a read time-out
   */
  ChannelEnd(SocketChannel channel, @Nullable Socket socket) {
    this.channel = channel;
    this.socket = socket;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (socket != null && socket.getSoTimeout() > 0) {
      // Channels know no time-outs, their sockets do.
      return SocketEnd.read(socket.getInputStream(), into);
    }
    return channel.read(into);
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      channel.write(from);
    }
  }

  @Override
  public boolean direct() {
    return true;
  }

  @Override
  public void shutdownOutput() throws IOException {
    if (channel.isOpen()) {
      channel.shutdownOutput();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // A peer that is gone already is what closing wants.
    }
  }
}
