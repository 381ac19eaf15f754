package io.labvm.ui.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.ui.PortalProperties;
import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalHome;
import io.labvm.ui.kit.PortalTest;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@PortalTest
class StoredAccountsTest {
  @Autowired private AccountService accounts;
  @Autowired private AccountRows rows;
  @Autowired private SignIn signIn;
  @Autowired private Tokens tokens;
  @Autowired private PortalProperties properties;
  @Autowired private Lab lab;
  @LocalServerPort private int port;
  private Api api;
  private Caller admin;

  @BeforeEach
  void connect() {
    api = new Api(port, null);
    admin = new Caller(new AccountId("admin"), Role.ADMIN, "127.0.0.1");
  }

  private Caller member(String login) {
    api.register(login).expect(202);
    String id = lab.text("select id from account where login = ?", login);
    return new Caller(new AccountId(id), Role.MEMBER, "127.0.0.1");
  }

  @Test
  void adminStartsWithTheFirstPasswordAndEndsItByChangingIt() {
    Proven proven = signIn.signIn("admin", PortalHome.ADMIN_PASSWORD, "127.0.0.1");
    Account account = rows.find(proven.account(), proven.version()).orElseThrow();
    assertThat(account.role()).isEqualTo(Role.ADMIN);
    assertThat(properties.firstAdminPasswordFile()).exists();
    accounts.changePassword(admin, PortalHome.ADMIN_PASSWORD, "another long password");
    assertThat(Files.exists(properties.firstAdminPasswordFile())).isFalse();
    assertThat(signIn.signIn("admin", "another long password", "::1").account())
        .isEqualTo(account.id());
    refused(ProblemCode.BAD_CREDENTIALS, () -> tokens.issue(proven));
    refused(
        ProblemCode.BAD_CREDENTIALS,
        () -> signIn.signIn("admin", PortalHome.ADMIN_PASSWORD, "127.0.0.1"));
  }

  @Test
  void whatIsNoLoginIsNotRecorded() {
    member("careful");
    refused(
        ProblemCode.BAD_CREDENTIALS, () -> signIn.signIn("my secret password", "x", "127.0.0.9"));
    refused(ProblemCode.BAD_CREDENTIALS, () -> signIn.signIn("careful", "x", "127.0.0.9"));
    assertThat(lab.rows("select target from audit where address = '127.0.0.9' order by id"))
        .extracting(row -> row.get("target"))
        .containsExactly("", "careful");
  }

  @Test
  void changingThePasswordEndsTokensAndSessions() {
    Caller caller = member("changer");
    Api before = api.signIn("changer");
    refused(
        ProblemCode.INVALID,
        () -> accounts.changePassword(caller, "not the old one", "another long password"));
    refused(ProblemCode.INVALID, () -> accounts.changePassword(caller, Api.PASSWORD, "short"));
    refused(
        ProblemCode.INVALID,
        () -> accounts.changePassword(caller, Api.PASSWORD, "with changer inside"));
    before.get("/api/v1/account").expect(200);
    accounts.changePassword(caller, Api.PASSWORD, "another long password");
    before.get("/api/v1/account").expect(401);
    assertThat(rows.find(caller.account(), AccountRows.FIRST_VERSION)).isEmpty();
  }

  @Test
  void frozenAccountIsShutOutAtOnce() {
    Caller caller = member("leaver");
    Api before = api.signIn("leaver");
    refused(ProblemCode.FORBIDDEN, () -> accounts.freeze(caller, caller.account(), "x"));
    accounts.freeze(admin, caller.account(), "left the lab");
    before.get("/api/v1/account").expect(401);
    api.post("/api/v1/tokens", Map.of("login", "leaver", "password", Api.PASSWORD))
        .refused(403, "account-frozen");
    refused(ProblemCode.WRONG_STATE, () -> accounts.freeze(admin, admin.account(), "x"));
    accounts.unfreeze(admin, caller.account());
    api.signIn("leaver").get("/api/v1/account").expect(200);
  }

  @Test
  void liveCheckSuggestsFreeNames() {
    member("popular");
    LoginCheck check = accounts.checkLogin("popular");
    assertThat(check.problem()).extracting(p -> p.code()).isEqualTo("taken");
    assertThat(check.suggestions()).containsExactly("popular2", "popular3");
    assertThat(accounts.checkLogin("unusual").problem()).isNull();
    assertThat(accounts.checkLogin("root").problem())
        .extracting(p -> p.code())
        .isEqualTo("reserved");
    assertThat(accounts.checkLogin("A B").suggestions()).isEmpty();
  }

  @Test
  void profileChangesAreCheckedAndAudited() {
    Caller caller = member("profiled");
    Account changed =
        accounts.changeProfile(caller, new ProfileChange("王", "new@example.org", "", "en_US"));
    assertThat(accounts.own(caller)).isEqualTo(changed);
    assertThat(changed.phone()).isNull();
    refused(
        ProblemCode.INVALID,
        () -> accounts.changeProfile(caller, new ProfileChange(null, "nonsense", null, "xx")));
    assertThat(
            lab.number(
                "select count(*) from audit where action = 'change-profile' and account = ?",
                caller.account().value()))
        .isEqualTo(1);
  }

  private static void refused(ProblemCode code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
