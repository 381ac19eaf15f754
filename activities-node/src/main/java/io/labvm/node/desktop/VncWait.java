package io.labvm.node.desktop;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.node.rundir.VncSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Looks whether a desktop's VNC server greets. */
final class VncWait {
  private static final String GREETING = "RFB 003.";
  private static final int GREETING_BYTES = 12;

  private final VncSockets sockets;

  VncWait(VncSockets sockets) {
    this.sockets = sockets;
  }

  /**
   * One try.
   *
   * @param longest how long to wait for the greeting of a server that accepted
   * @return empty when it greets, else why not
   */
  String problem(DesktopId desktop, Duration longest) {
    try (SocketChannel channel = sockets.connect(desktop)) {
      String said = read(channel, longest);
      return said.startsWith(GREETING) && said.length() == GREETING_BYTES
          ? ""
          : "its VNC server does not greet";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String read(SocketChannel channel, Duration longest) throws IOException {
    long end = System.nanoTime() + longest.toNanos();
    ByteBuffer said = ByteBuffer.allocate(GREETING_BYTES);
    try (Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      while (said.hasRemaining() && channel.read(said) >= 0) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          break;
        }
        selector.select(millis);
        selector.selectedKeys().clear();
      }
    }
    return new String(said.array(), 0, said.position(), StandardCharsets.ISO_8859_1);
  }
}
