package io.labvm.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.gateway.connector.RfbHandshake.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RfbHandshakeTest {
  private static final byte[] V38 = bytes("RFB 003.008\n");
  private static final byte[] V37 = bytes("RFB 003.007\n");
  private static final byte[] V33 = bytes("RFB 003.003\n");
  private static final byte[] SIXTEEN = new byte[16];
  private static final byte[] OK = {0, 0, 0, 0};
  private static final byte[] NO = {0, 0, 0, 1};

  /** One message of an exchange: who sent what. */
  private static final class Sent {
    final boolean byServer;
    final byte[] bytes;

    Sent(boolean byServer, byte[] bytes) {
      this.byServer = byServer;
      this.bytes = bytes;
    }
  }

  /** VNC authentication in version 3.8, RFC 6143 section 7.2.2. */
  private static List<Sent> vnc38(byte[] result) {
    return List.of(
        server(V38),
        client(V38),
        server(new byte[] {1, 2}),
        client(new byte[] {2}),
        server(SIXTEEN),
        client(SIXTEEN),
        server(result));
  }

  @Test
  void seesRightAndWrongPasswords() {
    assertThat(outcome(vnc38(OK))).isEqualTo(Outcome.SUCCEEDED);
    assertThat(outcome(vnc38(NO))).isEqualTo(Outcome.FAILED);
    assertThat(outcome(vnc38(new byte[] {0, 0, 0, 2}))).isEqualTo(Outcome.FAILED);
  }

  @Test
  void followsVersion37() {
    assertThat(outcome(vnc(V38, V37, OK))).isEqualTo(Outcome.SUCCEEDED);
    assertThat(outcome(vnc(V37, V38, NO))).isEqualTo(Outcome.FAILED);
    var none = List.of(server(V37), client(V37), server(new byte[] {1, 1}), client(new byte[] {1}));
    assertThat(outcome(none)).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void followsVersion33() {
    var type = new byte[] {0, 0, 0, 2};
    for (var client : List.of(V33, bytes("RFB 003.005\n"))) {
      var start = List.of(server(V38), client(client), server(type), server(SIXTEEN));
      assertThat(outcome(with(start, client(SIXTEEN), server(OK)))).isEqualTo(Outcome.SUCCEEDED);
      assertThat(outcome(with(start, client(SIXTEEN), server(NO)))).isEqualTo(Outcome.FAILED);
    }
    var none = List.of(server(V33), client(V33), server(new byte[] {0, 0, 0, 1}));
    assertThat(outcome(none)).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void seesRefusalsBeforeAnyPassword() {
    var blacklisted = List.of(server(V33), server(new byte[4]), server(new byte[4]));
    assertThat(outcome(blacklisted)).isEqualTo(Outcome.FAILED);
    var noTypes = List.of(server(V38), client(V38), server(new byte[] {0, 0, 0, 0, 2, 'n', 'o'}));
    assertThat(outcome(noTypes)).isEqualTo(Outcome.FAILED);
  }

  @Test
  void noneIsConfirmedInVersion38() {
    var start =
        List.of(server(V38), client(V38), server(new byte[] {2, 1, 2}), client(new byte[] {1}));
    assertThat(outcome(start)).isEqualTo(Outcome.OPEN);
    assertThat(outcome(with(start, server(OK)))).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void leavesTypesItDoesNotKnow() {
    var start = List.of(server(V38), client(V38), server(new byte[] {2, 19, 2}));
    assertThat(outcome(with(start, client(new byte[] {19})))).isEqualTo(Outcome.UNTRACKED);
    assertThat(outcome(with(start, client(new byte[] {30})))).isEqualTo(Outcome.FAILED);
  }

  @Test
  void failsWhoBreaksTheProtocol() {
    assertThat(outcome(List.of(client(bytes("GET / HTTP/1.1\r\n"))))).isEqualTo(Outcome.FAILED);
    assertThat(outcome(List.of(server(bytes("SSH-2.0-OpenSSH\n"))))).isEqualTo(Outcome.FAILED);
    assertThat(outcome(List.of(client(V38), client(new byte[] {2})))).isEqualTo(Outcome.FAILED);
    assertThat(outcome(List.of(server(V38), client(V38), client(new byte[] {2}))))
        .isEqualTo(Outcome.FAILED);
  }

  @Test
  void knowsWhenAPasswordWasTried() {
    var handshake = new RfbHandshake();
    var exchange = vnc38(NO);
    exchange.subList(0, 5).forEach(sent -> pass(handshake, sent));
    assertThat(handshake.answered()).isFalse();
    pass(handshake, exchange.get(5));
    assertThat(handshake.answered()).isTrue();
    assertThat(handshake.outcome()).isEqualTo(Outcome.OPEN);
  }

  @Test
  void doesNotDependOnHowTheBytesAreCut() {
    for (var exchange : List.of(vnc38(OK), vnc38(NO), vnc(V38, V37, OK))) {
      var single = new RfbHandshake();
      for (var sent : exchange) {
        for (var each : sent.bytes) {
          pass(single, new Sent(sent.byServer, new byte[] {each}));
        }
      }
      assertThat(single.outcome()).isEqualTo(outcome(exchange));
    }
  }

  @Test
  void standsAnyBytesInAnyOrder() {
    var random = new Random(7);
    for (var round = 0; round < 20_000; round++) {
      var handshake = new RfbHandshake();
      if (random.nextBoolean()) {
        pass(handshake, server(V38));
        pass(handshake, client(random.nextBoolean() ? V38 : V33));
      }
      for (var i = 0; i < 8; i++) {
        var bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        pass(handshake, new Sent(random.nextBoolean(), bytes));
      }
    }
  }

  @Test
  void tellsTheReasonInEveryVersion() throws Exception {
    assertThat(refused(V38)).isEqualTo("RFB 003.008\n\0\0\0\0\2no");
    assertThat(refused(V33)).isEqualTo("RFB 003.008\n\0\0\0\0\0\0\0\2no");
    assertThat(refused(new byte[0])).isEqualTo("RFB 003.008\n\0\0\0\0\2no");
  }

  private static String refused(byte[] version) throws Exception {
    var out = new ByteArrayOutputStream();
    RfbRefusal.refuse(new ByteArrayInputStream(version), out, "no");
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static List<Sent> vnc(byte[] serverVersion, byte[] clientVersion, byte[] result) {
    return List.of(
        server(serverVersion),
        client(clientVersion),
        server(new byte[] {1, 2}),
        client(new byte[] {2}),
        server(SIXTEEN),
        client(SIXTEEN),
        server(result));
  }

  private static Outcome outcome(List<Sent> exchange) {
    var handshake = new RfbHandshake();
    exchange.forEach(sent -> pass(handshake, sent));
    return handshake.outcome();
  }

  private static void pass(RfbHandshake handshake, Sent sent) {
    if (sent.byServer) {
      handshake.fromServer(ByteBuffer.wrap(sent.bytes));
    } else {
      handshake.fromClient(ByteBuffer.wrap(sent.bytes));
    }
  }

  private static List<Sent> with(List<Sent> start, Sent... more) {
    return Stream.concat(start.stream(), Arrays.stream(more)).toList();
  }

  private static Sent server(byte[] bytes) {
    return new Sent(true, bytes);
  }

  private static Sent client(byte[] bytes) {
    return new Sent(false, bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
