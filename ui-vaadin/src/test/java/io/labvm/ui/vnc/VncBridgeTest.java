package io.labvm.ui.vnc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.gateway.connector.PumpEnd;
import io.labvm.gateway.connector.Route;
import io.labvm.ui.accounts.AccountId;
import io.labvm.ui.accounts.AccountRows;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.Proven;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.accounts.SignIns;
import io.labvm.ui.accounts.Stay;
import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.MovableClock;
import io.labvm.ui.kit.PortalTest;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.security.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@PortalTest
@Import({VncBridgeTest.Relay.class, VncBridgeTest.Doors.class})
class VncBridgeTest {
  @Autowired private Lab lab;
  @Autowired private FakeRelay relay;
  @Autowired private VncTicketService tickets;
  @Autowired private AccountRows accounts;
  @Autowired private MovableClock clock;
  @LocalServerPort private int port;

  private final HttpClient http = HttpClient.newHttpClient();
  private String desktop = "";
  private Caller owner = new Caller(new AccountId("nobody"), Role.MEMBER, "");
  private String session = "";

  private static final byte[] BANNER = "RFB 003.008\n".getBytes(StandardCharsets.US_ASCII);

  private static int count;

  /** A relay that answers everything with the same bytes. */
  static final class FakeRelay implements RelayDialer {
    final BlockingQueue<Socket> ends = new LinkedBlockingQueue<>();

    @Override
    public PumpEnd dial(Route route) throws IOException {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        Socket near = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
        ends.add(server.accept());
        return PumpEnd.of(near);
      }
    }
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Relay {
    @Bean
    FakeRelay fakeRelay() {
      return new FakeRelay();
    }
  }

  /** Stands for the sign-in page, which needs a browser. */
  @RestController
  static class Doors {
    private final AccountRows accounts;
    private final SignIns signIns;

    Doors(AccountRows accounts, SignIns signIns) {
      this.accounts = accounts;
      this.signIns = signIns;
    }

    @GetMapping("/labvm/test-sign-in")
    String signIn(@RequestParam String account, HttpServletRequest request) {
      AccountId id = new AccountId(account);
      var found = accounts.find(id).orElseThrow();
      var context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(
          new SignedIn(
                  account,
                  found.login(),
                  found.role(),
                  0,
                  signIns.begin(Proven.registered(id), Stay.WHILE_USED).id())
              .authentication());
      request
          .getSession(true)
          .setAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, context);
      return request.getSession().getId();
    }

    @GetMapping("/labvm/test-sign-out")
    void signOut(HttpServletRequest request) {
      Objects.requireNonNull(request.getSession(false)).invalidate();
    }

    @PostMapping("/labvm/none")
    void none() {}
  }

  @BeforeEach
  void runDesktop() throws Exception {
    lab.node("n1", "127.0.0.1", 1);
    String login = "viewer" + ++count;
    desktop = new Api(port, null).register(login).expect(202).text("desktop");
    lab.run(desktop, "n1", 1);
    String account = lab.text("select owner from desktop where id = ?", desktop);
    owner = new Caller(new AccountId(account), Role.MEMBER, "127.0.0.1");
    session = get("/labvm/test-sign-in?account=" + account, "");
    relay.ends.clear();
  }

  private String get(String path, String sessionId) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Cookie", "labvm-session-0=" + sessionId)
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** What a browser has seen. */
  private static final class Browser implements WebSocket.Listener {
    final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      part.writeBytes(bytes);
      if (last) {
        messages.add(part.toByteArray());
        part.reset();
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(status);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.complete(-1);
    }
  }

  private WebSocket open(Browser browser, String ticket, String sessionId) {
    return http.newWebSocketBuilder()
        .header("Cookie", "labvm-session-0=" + sessionId)
        .subprotocols("binary", "ticket." + ticket)
        .buildAsync(URI.create("ws://127.0.0.1:" + port + VncTickets.PATH), browser)
        .join();
  }

  private String ticket() {
    return tickets.open(owner, new DesktopId(desktop), session).ticket();
  }

  private Socket relayEnd() throws InterruptedException {
    return Objects.requireNonNull(relay.ends.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void carriesBytesBothWays() throws Exception {
    Browser browser = new Browser();
    WebSocket socket = open(browser, ticket(), session);
    assertThat(socket.getSubprotocol()).isEqualTo("binary");
    Socket far = relayEnd();
    far.getOutputStream().write(BANNER);
    assertThat(browser.messages.poll(10, TimeUnit.SECONDS)).isEqualTo(BANNER);
    byte[] big = new byte[300_000];
    new java.util.Random(1).nextBytes(big);
    socket.sendBinary(ByteBuffer.wrap(big), true).join();
    assertThat(far.getInputStream().readNBytes(big.length)).isEqualTo(big);
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    assertThat(far.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void ticketIsGoodOnceAndOnlyInItsSession() throws Exception {
    String ticket = ticket();
    open(new Browser(), ticket, session).abort();
    relayEnd();
    assertRefused(ticket, session, 403);
    assertRefused("nonsense", session, 403);
    String other = get("/labvm/test-sign-in?account=" + owner.account(), "");
    assertRefused(ticket(), other, 403);
    assertRefused(ticket(), "", 401);
    String late = ticket();
    clock.advance(Duration.ofSeconds(31));
    assertRefused(late, session, 403);
    assertThat(relay.ends).isEmpty();
  }

  private void assertRefused(String ticket, String sessionId, int status) {
    assertThatThrownBy(() -> open(new Browser(), ticket, sessionId))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(status));
  }

  @Test
  void foreignOriginIsRefused() {
    assertThatThrownBy(
            () ->
                http.newWebSocketBuilder()
                    .header("Cookie", "labvm-session-0=" + session)
                    .header("Origin", "http://evil.example")
                    .subprotocols("binary", "ticket." + ticket())
                    .buildAsync(
                        URI.create("ws://127.0.0.1:" + port + VncTickets.PATH), new Browser())
                    .join())
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
  }

  @Test
  void foreignAndStoppedDesktopsGetNoTicket() {
    Caller stranger = new Caller(new AccountId("stranger"), Role.MEMBER, "");
    assertThatThrownBy(() -> tickets.open(stranger, new DesktopId(desktop), session))
        .isInstanceOf(ProblemException.class);
    lab.execute("update desktop set routed = false where id = ?", desktop);
    assertThatThrownBy(() -> tickets.open(owner, new DesktopId(desktop), session))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void closesWhenTheDesktopStops() throws Exception {
    Browser browser = new Browser();
    open(browser, ticket(), session);
    Socket far = relayEnd();
    lab.execute("update desktop set routed = false where id = ?", desktop);
    assertThat(browser.closed.get(20, TimeUnit.SECONDS)).isEqualTo(4002);
    assertThat(far.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void closesWhenTheDesktopIsTakenOver() throws Exception {
    Browser browser = new Browser();
    open(browser, ticket(), session);
    relayEnd();
    lab.execute("update desktop set assigned_epoch = 2 where id = ?", desktop);
    assertThat(browser.closed.get(20, TimeUnit.SECONDS)).isEqualTo(4002);
  }

  @Test
  void closesWhenTheSessionEnds() throws Exception {
    Browser browser = new Browser();
    open(browser, ticket(), session);
    relayEnd();
    get("/labvm/test-sign-out", session);
    assertThat(browser.closed.get(20, TimeUnit.SECONDS)).isEqualTo(4003);
  }

  @Test
  void frozenAccountOpensNothing() {
    String ticket = ticket();
    accounts.setStatus(owner.account(), io.labvm.ui.accounts.AccountStatus.FROZEN, "left");
    assertRefused(ticket, session, 401);
  }

  @Test
  void closesWhenTheDesktopEndsTheConnection() throws Exception {
    Browser browser = new Browser();
    open(browser, ticket(), session);
    relayEnd().close();
    assertThat(browser.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1000);
  }
}
