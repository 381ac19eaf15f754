package io.labvm.ui.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.accounts.AccountId;
import io.labvm.ui.accounts.AccountService;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.accounts.SignIns;
import io.labvm.ui.accounts.SignIns.Ticket;
import io.labvm.ui.accounts.Stay;
import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Api.Answer;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.MovableClock;
import io.labvm.ui.kit.PortalTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** A browser whose session the portal does not know any more, as after its restart. */
@PortalTest
class StaySignedInTest {
  @Autowired private SignIns signIns;
  @Autowired private StaySignedIn stays;
  @Autowired private AccountService accounts;
  @Autowired private MovableClock clock;
  @Autowired private Lab lab;
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

  /** Opens a page of members with nothing but this cookie. */
  private Answer open(Ticket ticket) {
    return api.send(
        api.request("/account")
            .GET()
            .setHeader("Accept", "text/html")
            .setHeader("Cookie", StaySignedIn.COOKIE + "=" + ticket.text()));
  }

  private static boolean isIn(Answer answer) {
    return answer.status() == 200;
  }

  private static Ticket next(Answer answer) {
    return answer.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith(StaySignedIn.COOKIE + "="))
        .map(cookie -> cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')))
        .flatMap(text -> Ticket.parse(text).stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBrowserComesBackAndItsTokenIsReplaced() {
    Ticket first = signIns.begin(member("returner"), Stay.WHILE_USED);
    Answer back = open(first);
    assertThat(isIn(back)).isTrue();
    assertThat(back.headers().allValues("Set-Cookie").toString())
        .contains("HttpOnly", "SameSite=Lax")
        .doesNotContain("Max-Age");
    Ticket second = next(back);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.token()).isNotEqualTo(first.token());
    assertThat(isIn(open(second))).isTrue();
  }

  @Test
  void tabsThatComeBackTogetherAllGetIn() {
    Ticket ticket = signIns.begin(member("tabs"), Stay.WHILE_USED);
    assertThat(isIn(open(ticket))).isTrue();
    assertThat(isIn(open(ticket))).isTrue();
  }

  @Test
  void aTokenUsedAgainLaterEndsTheSignIn() {
    AccountId account = member("stolen");
    Ticket stolen = signIns.begin(account, Stay.KEPT);
    Ticket next = next(open(stolen));
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
    Ticket idle = signIns.begin(account, Stay.WHILE_USED);
    Ticket kept = signIns.begin(account, Stay.KEPT);
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
    Ticket before = signIns.begin(account, Stay.KEPT);
    accounts.changePassword(
        new Caller(account, Role.MEMBER, "127.0.0.1"), Api.PASSWORD, "another long password");
    assertThat(isIn(open(before))).isFalse();
    lab.execute("update account set status = 'active' where id = ?", account.value());
    Ticket frozen = signIns.begin(account, Stay.KEPT);
    accounts.freeze(new Caller(new AccountId("admin"), Role.ADMIN, "127.0.0.1"), account, "");
    assertThat(isIn(open(frozen))).isFalse();
  }

  @Test
  void signingOutEndsIt() {
    Ticket ticket = signIns.begin(member("leaver"), Stay.KEPT);
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setCookies(new jakarta.servlet.http.Cookie(StaySignedIn.COOKIE, ticket.text()));
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
    stays.begin(member("secure"), Stay.KEPT, request, response);
    assertThat(response.getHeader("Set-Cookie")).contains("Secure", "HttpOnly");
  }

  @Test
  void nonsenseOpensNothingAndTheDatabaseHoldsNoToken() {
    Ticket ticket = signIns.begin(member("hashed"), Stay.KEPT);
    for (String text : new String[] {"x", ".", "a.b", ticket.id() + ".", "." + ticket.token()}) {
      assertThat(
              api.send(
                      api.request("/account")
                          .GET()
                          .setHeader("Accept", "text/html")
                          .setHeader("Cookie", StaySignedIn.COOKIE + "=" + text))
                  .status())
          .as(text)
          .isEqualTo(302);
    }
    assertThat(lab.rows("select * from sign_in").toString()).doesNotContain(ticket.token());
  }
}
