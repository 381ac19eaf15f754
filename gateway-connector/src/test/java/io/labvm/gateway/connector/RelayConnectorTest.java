package io.labvm.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayConnectorTest {
  @TempDir Path directory = Path.of("");

  private final Authority authority = new Authority();

  RelayConnectorTest() throws GeneralSecurityException {}

  @Test
  void carriesBytesAfterOk() throws Exception {
    try (var relay = authority.listen("n1")) {
      var verifier =
          new TicketVerifier(authority.tickets.getPublic(), "n1", InstantSource.system());
      serve(
          relay,
          socket -> {
            verifier.accept(TicketLine.read(socket.getInputStream()));
            // Bytes that come in one record with the answer must not be lost.
            write(socket, "OK\nhello");
          });
      try (var end = authority.connector(directory).open(route(relay), Purpose.VNC)) {
        assertThat(end.input().readNBytes(5)).asString().isEqualTo("hello");
      }
    }
  }

  @Test
  void tellsWhyTheRelayRefused() throws Exception {
    for (var error : RelayError.values()) {
      assertThat(refusal("ERR " + error.wire() + "\n")).isEqualTo(error);
    }
    assertThat(refusal("ERR later-code\n")).isEqualTo(RelayError.UNREACHABLE);
    assertThat(refusal("HTTP/1.1 400\n")).isEqualTo(RelayError.UNREACHABLE);
    assertThat(refusal("x".repeat(5000))).isEqualTo(RelayError.BAD_TICKET);
    assertThat(refusal("")).isEqualTo(RelayError.BAD_TICKET);
  }

  @Test
  void sendsNoTicketToAnotherNodeOrCluster() throws Exception {
    try (var relay = authority.listen("n2")) {
      serve(relay, socket -> TicketLine.read(socket.getInputStream()));
      assertThatThrownBy(() -> authority.connector(directory).open(route(relay), Purpose.VNC))
          .isInstanceOf(SSLException.class);
    }
    try (var relay = new Authority().listen("n1")) {
      serve(relay, socket -> TicketLine.read(socket.getInputStream()));
      assertThatThrownBy(() -> authority.connector(directory).open(route(relay), Purpose.VNC))
          .isInstanceOf(SSLException.class);
    }
  }

  @Test
  void dialsNobodyForAStoppedDesktop() throws IOException {
    var stopped = new Route("d1", "alice", null, 3, null, 0, 9001, null, false, false);

    assertThatThrownBy(() -> authority.connector(directory).open(stopped, Purpose.VNC))
        .isInstanceOfSatisfying(
            RelayRefusal.class, e -> assertThat(e.error()).isEqualTo(RelayError.NOT_RUNNING));
  }

  private RelayError refusal(String answer) throws Exception {
    try (var relay = authority.listen("n1")) {
      serve(
          relay,
          socket -> {
            TicketLine.read(socket.getInputStream());
            write(socket, answer);
          });
      authority.connector(directory).open(route(relay), Purpose.VNC).close();
      throw new AssertionError("connected");
    } catch (RelayRefusal e) {
      return e.error();
    }
  }

  private static Route route(SSLServerSocket relay) {
    return new Route(
        "d1", "alice", "n1", 3, "127.0.0.1", relay.getLocalPort(), 9001, null, true, false);
  }

  private interface Service {
    void serve(Socket socket) throws IOException;
  }

  private static void serve(SSLServerSocket relay, Service service) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!relay.isClosed()) {
                try (var socket = relay.accept()) {
                  service.serve(socket);
                } catch (IOException e) {
                  // The client went away, as some of these tests want.
                }
              }
            });
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }
}
