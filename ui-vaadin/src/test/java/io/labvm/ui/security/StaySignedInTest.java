package io.labvm.ui.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.accounts.AccountId;
import io.labvm.ui.accounts.AccountService;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.Proven;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.accounts.SignIns;
import io.labvm.ui.accounts.SignIns.Ticket;
import io.labvm.ui.accounts.Stay;
import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Api.Answer;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.MovableClock;
import io.labvm.ui.kit.PortalTest;
import jakarta.servlet.Filter;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.LogoutFilter;

/** A browser whose session the portal does not know any more, as after its restart. */
@PortalTest
class StaySignedInTest {
  /** With the port that is configured: any free one. */
  private static final String COOKIE = StaySignedIn.COOKIE + "0";

  @Autowired private SignIns signIns;
  @Autowired private StaySignedIn stays;
  @Autowired private AccountService accounts;
  @Autowired private MovableClock clock;
  @Autowired private Lab lab;
  @Autowired private SecurityFilterChain pageChain;
  @LocalServerPort private int port;
  private Api api;

  @BeforeEach
  void connect() {
    api = new Api(port, null);
  }

  private AccountId member(String login) {
    api.register(login).expect(202);
    return new AccountId(lab.text("select id from account where login = ?", login));
  }

  private Ticket begin(AccountId account, Stay stay) {
    return signIns.begin(Proven.registered(account), stay);
  }

  /** Opens a page of members with nothing but this cookie. */
  private Answer open(Ticket ticket) {
    return api.send(
        api.request("/account")
            .GET()
            .setHeader("Accept", "text/html")
            .setHeader("Cookie", COOKIE + "=" + ticket.text()));
  }

  private static boolean isIn(Answer answer) {
    return answer.status() == 200;
  }

  private static Ticket next(Answer answer) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith(COOKIE + "="))
        .map(cookie -> cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')))
        .flatMap(text -> Ticket.parse(text).stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBrowserComesBackAndItsTokenIsReplaced() {
    Ticket first = begin(member("returner"), Stay.WHILE_USED);
    Answer back = open(first);
    assertThat(isIn(back)).isTrue();
    assertThat(back.headers().allValues("Set-Cookie").toString())
        .contains("HttpOnly", "SameSite=Lax")
        .doesNotContain("Max-Age");
    assertThat(isIn(openBySession(back))).isTrue();
    Ticket second = next(back);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.token()).isNotEqualTo(first.token());
    assertThat(isIn(open(second))).isTrue();
  }

  @Test
  void tabsThatComeBackTogetherAllGetIn() {
    Ticket ticket = begin(member("tabs"), Stay.WHILE_USED);
    Ticket next = next(open(ticket));
    assertThat(next(open(ticket))).isEqualTo(next);
    assertThat(lab.rows("select * from sign_in").toString()).doesNotContain(next.token());
  }

  /** Regression: the browser kept the old token and was taken for a thief later. */
  @Test
  void anAnswerThatWasLostRaisesNoAlarm() {
    Ticket first = begin(member("lost"), Stay.KEPT);
    open(first);
    Ticket second = next(open(first));
    clock.advance(Duration.ofHours(1));
    assertThat(isIn(open(second))).isTrue();
  }

  /** A laptop closed while the portal answered, and opened again the next morning. */
  @Test
  void anAnswerThatWasLostRaisesNoAlarmHoursLaterEither() {
    AccountId account = member("asleep");
    Ticket first = begin(account, Stay.KEPT);
    open(first);
    clock.advance(Duration.ofHours(10));
    Answer back = open(first);
    assertThat(isIn(back)).isTrue();
    assertThat(isIn(openBySession(back))).isTrue();
    clock.advance(Duration.ofHours(1));
    assertThat(isIn(open(next(back)))).isTrue();
    assertThat(
            lab.number(
                "select count(*) from audit where action = 'sign-in-reused' and account = ?",
                account.value()))
        .isZero();
  }

  @Test
  void aSessionEndsWithItsSignIn() {
    AccountId account = member("thrown");
    Ticket stolen = begin(account, Stay.KEPT);
    Answer thief = open(stolen);
    // as a request of that session would; one now would be remembered as good for a second
    signIns.used(stolen.id());
    clock.advance(Duration.ofMinutes(2));
    assertThat(isIn(open(stolen))).isFalse();
    assertThat(isIn(openBySession(thief))).isFalse();
    assertThat(
            lab.rows(
                "select action, address from audit where account = '"
                    + account.value()
                    + "' and action like 'sign-in-re%' order by id"))
        .extracting(row -> row.get("action") + " " + row.get("address"))
        .containsExactly("sign-in-returned 127.0.0.1", "sign-in-reused 127.0.0.1");
  }

  private Answer openBySession(Answer opened) {
    String session =
        opened.headers().allValues("Set-Cookie").stream()
            .filter(cookie -> cookie.startsWith("labvm-session-0="))
            .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
            .findFirst()
            .orElseThrow();
    return api.send(
        api.request("/account")
            .GET()
            .setHeader("Accept", "text/html")
            .setHeader("Cookie", session));
  }

  @Test
  void credentialsThatChangedSinceTheyWereProvenOpenNothing() {
    AccountId account = member("raced");
    Proven proven = Proven.registered(account);
    accounts.changePassword(
        new Caller(account, Role.MEMBER, "127.0.0.1"), Api.PASSWORD, "another long password");
    assertThat(isIn(open(signIns.begin(proven, Stay.KEPT)))).isFalse();
    Ticket denied = signIns.begin(new Proven(account, 1), Stay.KEPT);
    lab.execute("update account set status = 'denied' where id = ?", account.value());
    assertThat(isIn(open(denied))).isFalse();
    assertThat(signIns.stands(denied.id(), account, 1)).isFalse();
  }

  @Test
  void signingOutIsRecordedOnce() throws Exception {
    AccountId account = member("once");
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/logout");
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        new SignedIn(account.value(), "once", Role.MEMBER, 0, "").authentication());
    SecurityContextHolder.setContext(context);
    for (Filter filter : pageChain.getFilters()) {
      if (filter instanceof LogoutFilter) {
        filter.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
      }
    }
    assertThat(
            lab.number(
                "select count(*) from audit where action = 'sign-out' and account = ?",
                account.value()))
        .isEqualTo(1);
  }

  @Test
  void aTokenUsedAgainLaterEndsTheSignIn() {
    AccountId account = member("stolen");
    Ticket stolen = begin(account, Stay.KEPT);
    Answer thief = open(stolen);
    Ticket next = next(thief);
    openBySession(thief);
    clock.advance(Duration.ofMinutes(2));
    assertThat(isIn(open(stolen))).isFalse();
    assertThat(isIn(open(next))).isFalse();
    assertThat(
            lab.text(
                "select action from audit where account = ? order by id desc limit 1",
                account.value()))
        .isEqualTo("sign-in-reused");
  }

  @Test
  void unusedBrowsersAreForgottenUnlessTheMemberWishedToStay() {
    AccountId account = member("idle");
    Ticket idle = begin(account, Stay.WHILE_USED);
    Ticket kept = begin(account, Stay.KEPT);
    clock.advance(Duration.ofHours(9));
    assertThat(isIn(open(idle))).isFalse();
    Answer back = open(kept);
    assertThat(isIn(back)).isTrue();
    assertThat(back.headers().allValues("Set-Cookie").toString()).contains("Max-Age=2592000");
    clock.advance(Duration.ofDays(30));
    assertThat(isIn(open(next(back)))).isFalse();
  }

  @Test
  void aNewPasswordAndAFrozenAccountEndIt() {
    AccountId account = member("changes");
    Ticket before = begin(account, Stay.KEPT);
    accounts.changePassword(
        new Caller(account, Role.MEMBER, "127.0.0.1"), Api.PASSWORD, "another long password");
    assertThat(isIn(open(before))).isFalse();
    lab.execute("update account set status = 'active' where id = ?", account.value());
    Ticket frozen = signIns.begin(new Proven(account, 1), Stay.KEPT);
    accounts.freeze(new Caller(new AccountId("admin"), Role.ADMIN, "127.0.0.1"), account, "");
    assertThat(isIn(open(frozen))).isFalse();
  }

  @Test
  void signingOutEndsIt() {
    Ticket ticket = begin(member("leaver"), Stay.KEPT);
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setCookies(new jakarta.servlet.http.Cookie(COOKIE, ticket.text()));
    MockHttpServletResponse response = new MockHttpServletResponse();
    stays.logout(request, response, null);
    assertThat(response.getHeader("Set-Cookie")).contains("Max-Age=0");
    assertThat(isIn(open(ticket))).isFalse();
  }

  @Test
  void theCookieIsSecureWhereThePortalIs() {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setSecure(true);
    MockHttpServletResponse response = new MockHttpServletResponse();
    stays.begin(Proven.registered(member("secure")), Stay.KEPT, request, response);
    assertThat(response.getHeader("Set-Cookie")).contains("Secure", "HttpOnly");
  }

  @Test
  void nonsenseOpensNothingAndTheDatabaseHoldsNoToken() {
    Ticket ticket = begin(member("hashed"), Stay.KEPT);
    for (String text : new String[] {"x", ".", "a.b", ticket.id() + ".", "." + ticket.token()}) {
      assertThat(
              api.send(
                      api.request("/account")
                          .GET()
                          .setHeader("Accept", "text/html")
                          .setHeader("Cookie", COOKIE + "=" + text))
                  .status())
          .as(text)
          .isEqualTo(302);
    }
    assertThat(lab.rows("select * from sign_in").toString()).doesNotContain(ticket.token());
  }
}
