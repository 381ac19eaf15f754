package io.labvm.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicketVerifierTest {
  private static final Route ROUTE =
      new Route("d1", "alice", "n1", 3, "127.0.0.1", 7443, 9001, 10001, true, false);

  private final Authority authority = new Authority();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final TicketKey key = new TicketKey(authority.tickets.getPrivate(), () -> now);
  private final TicketVerifier verifier =
      new TicketVerifier(authority.tickets.getPublic(), "n1", () -> now);

  TicketVerifierTest() throws GeneralSecurityException {}

  @Test
  void acceptsATicketOnce() throws RelayRefusal {
    var line = key.mint(ROUTE, Purpose.SSH);

    var ticket = verifier.accept(line);
    assertThat(ticket.desktop()).isEqualTo("d1");
    assertThat(ticket.epoch()).isEqualTo(3);
    assertThat(ticket.purpose()).isEqualTo(Purpose.SSH);
    assertRefused(RelayError.USED, line);
  }

  @Test
  void remembersUsedTicketsAsLongAsTheyLive() throws RelayRefusal {
    var line = key.mint(ROUTE, Purpose.VNC);
    verifier.accept(line);
    for (var second = 0; second < 40; second++) {
      now = now.plusSeconds(1);
      verifier.accept(key.mint(ROUTE, Purpose.VNC));
      assertThatThrownBy(() -> verifier.accept(line)).isInstanceOf(RelayRefusal.class);
    }
    assertRefused(RelayError.EXPIRED, line);
  }

  @Test
  void refusesExpiredTicketsButAllowsForClocks() throws RelayRefusal {
    var line = key.mint(ROUTE, Purpose.VNC);
    var other = key.mint(ROUTE, Purpose.VNC);
    now = now.plusSeconds(34);
    verifier.accept(line);
    now = now.plusSeconds(2);
    assertRefused(RelayError.EXPIRED, other);
  }

  @Test
  void refusesTicketsThatLiveTooLong() {
    var expiry = now.plusSeconds(60).getEpochSecond();
    var line = key.sign(new Ticket("d1", 3, "n1", Purpose.VNC, expiry, "abc"));

    assertRefused(RelayError.BAD_TICKET, line);
  }

  @Test
  void refusesTicketsOfOtherNodesAndOtherKeys() throws GeneralSecurityException {
    var elsewhere = new Route("d1", "alice", "n2", 3, "127.0.0.1", 7443, 9001, null, true, false);
    assertRefused(RelayError.BAD_TICKET, key.mint(elsewhere, Purpose.VNC));

    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    var other = new TicketKey(pair.getPrivate(), () -> now);
    assertRefused(RelayError.BAD_TICKET, other.mint(ROUTE, Purpose.VNC));
  }

  @Test
  void refusesGarbage() {
    var line = key.mint(ROUTE, Purpose.VNC);
    var payload = line.substring(0, line.indexOf('.'));
    for (var garbage :
        List.of(
            "",
            ".",
            "a.b",
            "%%%.%%%",
            payload,
            payload + ".",
            payload + ".AAAA",
            "x" + line,
            line + "A",
            "A".repeat(5000),
            payload + payload + ".x")) {
      assertRefused(RelayError.BAD_TICKET, garbage);
    }
  }

  private void assertRefused(RelayError error, String line) {
    assertThatThrownBy(() -> verifier.accept(line))
        .isInstanceOfSatisfying(RelayRefusal.class, e -> assertThat(e.error()).isEqualTo(error));
  }
}
