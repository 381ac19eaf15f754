package io.labvm.ui.security;

import io.labvm.ui.PortalProperties;
import io.labvm.ui.accounts.Proven;
import io.labvm.ui.accounts.SignIns;
import io.labvm.ui.accounts.SignIns.Ticket;
import io.labvm.ui.accounts.Stay;
import io.labvm.ui.audit.Audit;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.RememberMeServices;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.stereotype.Component;

/**
 * The cookie by which a browser comes back after its session is gone. It counts only where a page
 * is opened: a page that was open before loads itself anew, and what it sends beside that would
 * only make more sessions.
 */
@Component
class StaySignedIn implements RememberMeServices, LogoutHandler {
  /** Start of the cookie's name; the port follows. */
  static final String COOKIE = "labvm-stay-";

  /** Authentications live no longer than this process. */
  static final String KEY = UUID.randomUUID().toString();

  private final SignIns signIns;
  private final Audit audit;
  private final Duration kept;

  /** Browsers tell portals on several ports of one host apart by nothing else. */
  private final String cookie;

  StaySignedIn(
      SignIns signIns,
      Audit audit,
      PortalProperties properties,
      @Value("${server.port}") String port) {
    this.signIns = signIns;
    this.audit = audit;
    this.kept = properties.signIn().kept();
    this.cookie = COOKIE + port;
  }

  /**
   * Gives the browser what brings it back; what it had before ends.
   *
   * @return id of the sign-in
   */
  String begin(
      Proven account, Stay stay, HttpServletRequest request, HttpServletResponse response) {
    ticket(request).map(Ticket::id).ifPresent(signIns::end);
    Ticket begun = signIns.begin(account, stay);
    give(begun.text(), stay, request, response);
    audit.record(account.account().value(), "sign-in", "", request.getRemoteAddr());
    return begun.id();
  }

  Duration length(Stay stay) {
    return signIns.length(stay);
  }

  @Override
  public @Nullable Authentication autoLogin(
      HttpServletRequest request, HttpServletResponse response) {
    return opensPage(request)
        ? ticket(request).map(ticket -> comeBack(ticket, request, response)).orElse(null)
        : null;
  }

  private static boolean opensPage(HttpServletRequest request) {
    String wanted = request.getHeader(HttpHeaders.ACCEPT);
    return request.getMethod().equals("GET")
        && request.getParameter("v-r") == null
        && wanted != null
        && wanted.contains("text/html");
  }

  private @Nullable Authentication comeBack(
      Ticket ticket, HttpServletRequest request, HttpServletResponse response) {
    Optional<SignIns.Returned> returned = signIns.comeBack(ticket, request.getRemoteAddr());
    if (returned.isEmpty()) {
      forget(request, response);
      return null;
    }
    SignIns.Returned back = returned.get();
    give(back.next().text(), back.stay(), request, response);
    SignedIn who =
        new SignedIn(
            back.account().id().value(),
            back.account().login(),
            back.account().role(),
            back.version(),
            ticket.id());
    return new RememberMeAuthenticationToken(KEY, who, who.authentication().getAuthorities());
  }

  @Override
  public void logout(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Authentication authentication) {
    ticket(request).map(Ticket::id).ifPresent(signIns::end);
    forget(request, response);
    if (authentication != null && authentication.getPrincipal() instanceof SignedIn signedIn) {
      signIns.end(signedIn.signIn());
      audit.record(signedIn.id(), "sign-out", "", request.getRemoteAddr());
    }
  }

  @Override
  public void loginFail(HttpServletRequest request, HttpServletResponse response) {}

  @Override
  public void loginSuccess(
      HttpServletRequest request, HttpServletResponse response, Authentication authentication) {}

  private Optional<Ticket> ticket(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Arrays.stream(cookies)
            .filter(sent -> sent.getName().equals(cookie))
            .findFirst()
            .flatMap(sent -> Ticket.parse(sent.getValue()));
  }

  private void give(
      String value, Stay stay, HttpServletRequest request, HttpServletResponse response) {
    // The cookie may live longer than the sign-in, which the database ends at its time.
    send(value, stay == Stay.KEPT ? kept : Duration.ofSeconds(-1), request, response);
  }

  private void forget(HttpServletRequest request, HttpServletResponse response) {
    send("", Duration.ZERO, request, response);
  }

  private void send(
      String value, Duration age, HttpServletRequest request, HttpServletResponse response) {
    ResponseCookie given =
        ResponseCookie.from(cookie, value)
            .httpOnly(true)
            .sameSite("Lax")
            .secure(request.isSecure())
            .path("/")
            .maxAge(age)
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, given.toString());
  }
}
