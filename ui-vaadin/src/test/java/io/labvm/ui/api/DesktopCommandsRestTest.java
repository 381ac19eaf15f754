package io.labvm.ui.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.ui.kit.Api;
import io.labvm.ui.kit.Lab;
import io.labvm.ui.kit.PortalTest;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Commands that save, restore or move a running desktop: who may, when, and only once. */
@PortalTest
class DesktopCommandsRestTest {
  private static int members;

  @Autowired private Lab lab;
  @LocalServerPort private int port;
  private String owner = "";
  private Api member = new Api(0, null);
  private String desktop = "";

  /** A command and a body that it takes. */
  record Command(String name, Map<String, Object> body) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Command> commands() {
    return Stream.of(
        new Command("backup", Map.of()),
        new Command("restore", Map.of("version", 1)),
        new Command("fork", Map.of("version", 1, "name", "another")),
        new Command("copy-back", Map.of("version", 1, "path", "/etc", "mode", "beside")),
        new Command("switch", Map.of("node", "n2", "when", "now")));
  }

  /** A fork takes a version, whatever is done to the desktop. */
  static Stream<Command> changing() {
    return commands().filter(command -> !command.name().equals("fork"));
  }

  @BeforeEach
  void makeDesktop() {
    lab.node("n1", "127.0.0.1", 1);
    lab.node("n2", "127.0.0.1", 2);
    owner = "commander-" + ++members;
    Api api = new Api(port, null);
    desktop = api.register(owner).expect(202).text("desktop");
    lab.run(desktop, "n1", 1);
    lab.version(desktop, 1);
    member = api.signIn(owner);
  }

  private String path(String command) {
    return path(desktop, command);
  }

  private static String path(String of, String command) {
    return "/api/v1/desktops/" + of + "/" + command;
  }

  private long operations() {
    return lab.number(
        """
        select count(*) from operation o join desktop d on d.id = o.desktop
          join account a on a.id = d.owner where a.login = ? and o.kind <> 'register'""",
        owner);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void nobodyElseCommandsADesktop(Command command) {
    Api nobody = new Api(port, null);
    nobody.post(path(command.name()), command.body()).refused(401, "unauthenticated");
    String other = "other-" + ++members;
    nobody.register(other).expect(202);
    Api stranger = nobody.signIn(other);
    stranger.post(path(command.name()), command.body()).refused(404, "not-found");
    member.post(path("nosuch", command.name()), command.body()).refused(404, "not-found");
    assertThat(operations()).isZero();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theSameRequestIsOneOperation(Command command) {
    String[] key = {"Idempotency-Key", "key-" + command.name()};
    String first =
        member.post(path(command.name()), command.body(), key).expect(202).text("operation");
    String again =
        member.post(path(command.name()), command.body(), key).expect(202).text("operation");
    assertThat(again).isEqualTo(first);
    assertThat(lab.number("select count(*) from outbox where operation = ?", first)).isEqualTo(1);
    member
        .post(path("copy-back"), Map.of("version", 1, "path", "/usr", "mode", "beside"), key)
        .refused(422, "idempotency-key-reused");
  }

  @ParameterizedTest
  @MethodSource("changing")
  void notWhatDoesNotRun(Command command) {
    lab.settle(desktop, "failed");
    member.post(path(command.name()), command.body()).refused(409, "wrong-state");
    assertThat(operations()).isZero();
  }

  @ParameterizedTest
  @MethodSource("changing")
  void oneThingAtATime(Command command) {
    Map<String, Object> whole = Map.of("version", 1);
    String first = member.post(path("restore"), whole).expect(202).text("operation");
    member.post(path(command.name()), command.body()).refused(409, "wrong-state").says(first);
    assertThat(operations()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void notWhatIsGone(Command command) {
    lab.execute("update desktop set deleted_at = now(), state = 'deleted' where id = ?", desktop);
    member.post(path(command.name()), command.body()).refused(404, "not-found");
    assertThat(operations()).isZero();
  }

  @Test
  void whatIsWantedIsComplete() {
    for (String command : new String[] {"restore", "fork", "copy-back"}) {
      member.post(path(command), Map.of()).refused(422, "invalid");
      member.post(path(command), Map.of("version", -1)).refused(422, "invalid");
      Map<String, Object> unknown = Map.of("version", 7, "path", "/etc", "mode", "beside");
      member.post(path(command), unknown).refused(404, "not-found");
      member.raw("POST", path(command), "{\"version\": \"x").refused(400, "bad-json");
    }
    for (Object wanted :
        new Object[] {
          Map.of("version", 1, "mode", "beside"),
          Map.of("version", 1, "path", "/etc"),
          Map.of("version", 1, "path", "etc", "mode", "beside"),
          Map.of("version", 1, "path", "/", "mode", "replace"),
          Map.of("version", 1, "path", "//", "mode", "replace"),
          Map.of("version", 1, "path", "/home/../etc", "mode", "replace"),
          Map.of("version", 1, "path", "/home/.", "mode", "replace"),
          Map.of("version", 1, "path", "/home/" + "\u6587".repeat(86), "mode", "replace"),
          Map.of("version", 1, "path", "/a\u0000b", "mode", "replace"),
          Map.of("version", 1, "path", "/" + "a".repeat(5_000), "mode", "replace"),
          Map.of("version", 1, "path", "/etc", "mode", "over")
        }) {
      member.post(path("copy-back"), wanted).refused(422, "invalid");
    }
    for (String name : new String[] {"two\nlines", "x".repeat(61)}) {
      member.post(path("fork"), Map.of("version", 1, "name", name)).refused(422, "invalid");
    }
    member.post(path("switch"), Map.of("node", "n2", "when", "later")).refused(422, "invalid");
    assertThat(operations()).isZero();
  }

  @Test
  void desktopMovesOnlyToNodesThatTakeIt() {
    member.post(path("switch"), Map.of("node", "n1")).refused(422, "invalid");
    member.post(path("switch"), Map.of("node", "nowhere")).refused(422, "invalid");
    assertThat(operations()).isZero();
  }

  @Test
  void forkIsADesktopOfThoseAMemberMayHave() {
    for (int desktops = 2; desktops <= 4; desktops++) {
      member.post(path("fork"), Map.of("version", 1)).expect(202);
    }
    member.post(path("fork"), Map.of("version", 1)).refused(409, "wrong-state").says("at most 4");
    assertThat(lab.number("select count(*) from desktop where name = ?", owner)).isEqualTo(4);
  }
}
