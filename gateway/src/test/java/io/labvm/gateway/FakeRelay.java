package io.labvm.gateway;

import io.labvm.gateway.connector.Authority;
import io.labvm.gateway.connector.Purpose;
import io.labvm.gateway.connector.RelayRefusal;
import io.labvm.gateway.connector.Route;
import io.labvm.gateway.connector.TicketLine;
import io.labvm.gateway.connector.TicketVerifier;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import javax.net.ssl.SSLServerSocket;

/**
 * A node's relay with a desktop behind it: an RFB server whose password is sixteen bytes of 1, and
 * an echo in place of SSH.
 */
final class FakeRelay implements AutoCloseable {
  static final byte[] RIGHT = new byte[16];
  private final SSLServerSocket listener;
  private final TicketVerifier tickets;
  private volatile long epoch;

  static {
    Arrays.fill(RIGHT, (byte) 1);
  }

  FakeRelay(Authority authority, long epoch) throws Exception {
    this.epoch = epoch;
    listener = authority.listen("n1");
    tickets = new TicketVerifier(authority.tickets.getPublic(), "n1", InstantSource.system());
    Thread.ofVirtual().start(this::listen);
  }

  Route route(int vncPort, int sshPort) {
    var port = listener.getLocalPort();
    return new Route("d1", "alice", "n1", epoch, "127.0.0.1", port, vncPort, sshPort, true, false);
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        var socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // Closed by the test.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      var out = new DataOutputStream(socket.getOutputStream());
      try {
        var ticket = tickets.accept(TicketLine.read(in));
        write(out, ticket.epoch() == epoch ? "OK\n" : "ERR stale-epoch\n");
        desktop(ticket.purpose(), in, out);
      } catch (RelayRefusal e) {
        write(out, "ERR " + e.error().wire() + "\n");
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  private static void desktop(Purpose purpose, DataInputStream in, DataOutputStream out)
      throws IOException {
    if (purpose == Purpose.VNC) {
      rfb(in, out);
    }
    in.transferTo(out);
  }

  private static void rfb(DataInputStream in, DataOutputStream out) throws IOException {
    write(out, "RFB 003.008\n");
    in.readNBytes(12);
    out.write(new byte[] {1, 2});
    in.readByte();
    out.write(new byte[16]);
    var right = Arrays.equals(in.readNBytes(16), RIGHT);
    out.writeInt(right ? 0 : 1);
    if (!right) {
      out.writeInt(5);
      write(out, "wrong");
      throw new IOException("wrong password");
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
