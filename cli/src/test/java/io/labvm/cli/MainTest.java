package io.labvm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final String DESKTOP =
      """
      {"id":"d1","login":"wang","owner":"wang","state":"running","node":"n1","base":"tiny-1",
       "runningSince":null,"addresses":{"vnc":"127.0.0.1:9001","ssh":null,"browser":"http://x/d1"}}\
      """;

  @TempDir private Path directory;
  private HttpServer server;
  private final Map<String, String> answers = new HashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

  MainTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    calls.add(call + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    String answer =
        answers.getOrDefault(call, "404 {\"code\":\"not-found\",\"title\":\"No such thing\"}");
    byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private URI portal() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private int run(String... line) throws IOException {
    Path token = directory.resolve("admin-token");
    Files.writeString(token, "admin-secret\n");
    var session =
        new Session(
            directory.resolve("session.json"),
            Optional.of(token),
            Optional.of(portal()),
            Optional.empty());
    return Main.run(
        List.of(line),
        session,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(messages, true, StandardCharsets.UTF_8));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String messages() {
    return messages.toString(StandardCharsets.UTF_8);
  }

  @Test
  void rootOnTheHomesMachineNeedsNoLogin() throws Exception {
    answers.put("GET /api/v1/desktops", "200 [" + DESKTOP + "]");
    assertThat(run("desktop", "ls")).isZero();
    assertThat(out()).contains("d1").contains("127.0.0.1:9001");
    assertThat(calls).containsExactly("GET /api/v1/desktops Bearer admin-secret");
  }

  @Test
  void backupsAndWhatIsKeptOfThemAreSetAndTriedOut() throws Exception {
    answers.put("GET /api/v1/desktops/d1", "200 " + DESKTOP);
    String path = "/api/v1/desktops/d1/";
    answers.put("GET " + path + "backup-policy", "200 {\"everyMinutes\":null}");
    answers.put("PUT " + path + "backup-policy", "200 {\"everyMinutes\":30}");
    assertThat(run("version", "policy", "d1")).isZero();
    assertThat(run("version", "policy", "d1", "--every", "30")).isZero();
    assertThat(out()).contains("as often as the installation").contains("every 30 minutes");
    assertThat(run("version", "policy", "d1", "--every", "often")).isEqualTo(64);
    String kept = "200 {\"sentence\":\"The last 3.\",\"nextPruningAt\":\"2027-01-31T02:00:00Z\"}";
    answers.put("GET " + path + "retention-policy", kept);
    answers.put("PUT " + path + "retention-policy", kept);
    answers.put(
        "POST " + path + "retention-policy/preview",
        "200 {\"removed\":[1,2],\"kept\":[],\"bytesFreed\":42}");
    assertThat(run("version", "retention", "d1", "--last", "3", "--dry-run")).isZero();
    assertThat(out()).contains("would remove  1, 2").contains("keep    none").contains("42 bytes");
    assertThat(calls).noneMatch(call -> call.startsWith("PUT " + path + "retention"));
    assertThat(run("version", "retention", "d1", "--last", "3")).isZero();
    assertThat(run("version", "retention", "d1", "--default")).isZero();
    assertThat(calls).filteredOn(c -> c.startsWith("PUT " + path + "retention")).hasSize(2);
    assertThat(out()).contains("The last 3.").contains("next pruning  2027-01-31T02:00:00Z");
  }

  @Test
  void unusedDesktopsAreKeptLockedAndExplained() throws Exception {
    answers.put("GET /api/v1/desktops/d1", "200 " + DESKTOP);
    String locked =
        "200 {\"stopsAt\":\"2027-02-01T14:00:00Z\",\"usedAt\":\"2027-01-31T01:00:00Z\","
            + "\"usedBy\":\"input\",\"lockedUntil\":\"2027-01-31T02:00:00Z\",\"stopped\":null}";
    answers.put("PUT /api/v1/desktops/d1/lock", locked);
    answers.put("POST /api/v1/desktops/d1/extend", locked);
    assertThat(run("desktop", "lock", "d1", "--until", "2027-01-31T02:00:00Z")).isZero();
    assertThat(run("desktop", "extend", "d1")).isZero();
    assertThat(out())
        .contains("stopped       at 2027-02-01T14:00:00Z")
        .contains("last use      2027-01-31T01:00:00Z (input)")
        .contains("locked until  2027-01-31T02:00:00Z");
    assertThat(run("desktop", "lock", "d1")).isEqualTo(64);
    answers.put("DELETE /api/v1/desktops/d1/lock", "200 {}");
    answers.put(
        "GET /api/v1/desktops/d1/idleness",
        "200 {\"stopped\":{\"at\":\"2027-02-01T14:00:00Z\",\"usedAt\":\"x\",\"usedBy\":\"cpu\"}}");
    assertThat(run("desktop", "unlock", "d1")).isZero();
    assertThat(out()).contains("nobody had used it for long").contains("last use      x (cpu)");
  }

  @Test
  void gpusAreListedAskedForAndGivenOneByOne() throws Exception {
    answers.put(
        "GET /api/v1/nodes",
        """
        200 [{"id":"n1","figures":{"gpus":[{"uuid":"g0","name":"H200"},{"uuid":"g1","name":"H200"}]},
          "gpus":{"mode":"exclusive","waiting":2,"holders":{"g0":{"desktop":"d1","login":"wang"}}}},
         {"id":"n2","figures":{"gpus":[{"uuid":"g2","name":"T4"}]},
          "gpus":{"mode":"shared","waiting":0,"holders":{}}}]\
        """);
    assertThat(run("gpu")).isZero();
    assertThat(out())
        .containsPattern("n1 +g0 +H200 +exclusive +wang +2")
        .containsPattern("n1 +g1 +H200 +exclusive +– +2")
        .containsPattern("n2 +g2 +T4 +shared +all +0");
    answers.put("GET /api/v1/desktops/d1", "200 " + DESKTOP);
    answers.put(
        "PUT /api/v1/desktops/d1/gpus", "200 {\"held\":[\"g0\"],\"next\":[],\"position\":3}");
    assertThat(run("gpu", "ask", "2", "d1")).isZero();
    assertThat(out()).contains("has 1, 0 kept for its next start, place 3 in the queue");
    answers.put("PUT /api/v1/nodes/n1/gpu-mode", "204 ");
    assertThat(run("gpu", "mode", "n1", "shared")).isZero();
    assertThat(run("gpu", "burn")).isEqualTo(64);
  }

  @Test
  void showsAndChangesLimits() throws Exception {
    answers.put(
        "GET /api/v1/desktops/d1",
        "200 {\"id\":\"d1\",\"limits\":{\"milliCpus\":1500,\"memoryBytes\":4294967296,"
            + "\"pids\":500,\"shmBytes\":0}}");
    assertThat(run("desktop", "limits", "d1")).isZero();
    assertThat(out())
        .containsPattern("cpus +1.5")
        .containsPattern("memory +4 GiB")
        .containsPattern("tasks +500")
        .contains("half of the memory");
    answers.put("PUT /api/v1/desktops/d1/limits", "202 {\"operation\":\"o1\"}");
    answers.put(
        "GET /api/v1/operations/o1",
        "200 {\"state\":\"failed\",\"steps\":[],\"error\":{\"what\":\"Limits\",\"why\":\"held\"}}");
    assertThat(run("desktop", "limits", "d1", "--memory", "512M", "--shm", "0")).isEqualTo(1);
    assertThat(messages()).contains("/dev/shm gets its size at the next start", "held");
    assertThat(LimitsCommand.bytes("1.5G")).isEqualTo(3L << 29);
    assertThat(run("desktop", "limits", "d1", "--memory", "lots")).isEqualTo(64);
  }

  @Test
  void waitsAndTellsSteps() throws Exception {
    answers.put("GET /api/v1/desktops/d1", "200 " + DESKTOP);
    answers.put("POST /api/v1/desktops/d1/stop", "202 {\"operation\":\"o1\"}");
    answers.put(
        "GET /api/v1/operations/o1",
        "200 {\"state\":\"succeeded\",\"steps\":[{\"name\":\"stop-container\",\"state\":\"succeeded\",\"seconds\":1.5}]}");
    assertThat(run("desktop", "stop", "d1")).isZero();
    assertThat(messages()).contains("stop-container succeeded (1.5 s)");
    assertThat(out()).isEqualTo("Done\n");
  }

  @Test
  void adminsAreToldWhoseSecretItIs() throws Exception {
    answers.put("GET /api/v1/desktops", "200 [" + DESKTOP + "]");
    assertThat(run("desktop", "vnc")).isEqualTo(1);
    assertThat(messages())
        .startsWith("labvm: The VNC secret of wang was not shown: it is for its owner wang alone")
        .contains("The address is 127.0.0.1:9001");
  }

  @Test
  void saysWhyNoDesktopIsMeant() throws Exception {
    answers.put("GET /api/v1/desktops", "200 []");
    assertThat(run("desktop", "vnc")).isEqualTo(1);
    assertThat(messages()).startsWith("labvm: Which desktop: there is none yet");
    answers.put("GET /api/v1/desktops", "200 [" + DESKTOP + "," + DESKTOP + "]");
    run("desktop", "stop");
    assertThat(messages()).contains("2 are there\n  Name one: labvm desktop stop DESKTOP");
    run("desktop", "stop", "a b");
    assertThat(messages()).contains("none has the id or login 'a b'");
  }

  @Test
  void failedOperationsAreToldInFourParts() throws Exception {
    answers.put("GET /api/v1/desktops/d1", "200 " + DESKTOP);
    answers.put("POST /api/v1/desktops/d1/start", "202 {\"operation\":\"o1\"}");
    answers.put(
        "GET /api/v1/operations/o1",
        "200 {\"state\":\"failed\",\"steps\":[],\"error\":{\"code\":\"NODE_LOST\",\"step\":\"run-container\",\"what\":\"Not"
            + " started\",\"why\":\"node n1 is silent\",\"standing\":\"Nothing"
            + " runs\",\"todo\":\"Try again\"}}");
    assertThat(run("desktop", "start", "d1")).isEqualTo(1);
    assertThat(messages())
        .isEqualTo(
            """
            labvm: Not started (step run-container)
              node n1 is silent
              Nothing runs
              Try again
            """);
  }

  @Test
  void refusalsNameTheField() throws Exception {
    answers.put(
        "GET /api/v1/nodes",
        "422 {\"title\":\"Not"
            + " valid\",\"code\":\"invalid\",\"errors\":[{\"field\":\"login\",\"message\":\"too"
            + " short\"}]}");
    assertThat(run("node", "ls")).isEqualTo(1);
    assertThat(messages()).isEqualTo("labvm: Not valid (invalid)\n  login: too short\n");
  }

  @Test
  void wrongUsageIs64() throws Exception {
    assertThat(run("desktop", "explode")).isEqualTo(64);
    assertThat(run("desktop", "ls", "--colour")).isEqualTo(64);
    assertThat(run("desktop", "ls", "--portal", "lab")).isEqualTo(64);
    assertThat(run("ops", "../x")).isEqualTo(64);
    assertThat(run()).isEqualTo(64);
  }

  @Test
  void savedTokenIsForItsOwnerOnly() throws Exception {
    Path file = directory.resolve("s/session.json");
    var session = new Session(file, Optional.empty(), Optional.empty(), Optional.empty());
    session.save(Arguments.parse(List.of("--portal", portal().toString())), "wang", "secret");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    answers.put("GET /api/v1/nodes", "200 []");
    session.api(Arguments.parse(List.of())).get("/api/v1/nodes");
    assertThat(calls).containsExactly("GET /api/v1/nodes Bearer secret");
    session.forget();
    assertThat(file).doesNotExist();
  }

  private static final String VERSIONS = "/api/v1/desktops/d1/versions/";

  @Test
  void aFileOfAVersionIsCopiedAndAFolderAsAnArchive() throws IOException {
    answers.put("GET /api/v1/desktops", "200 [" + DESKTOP + "]");
    answers.put("GET " + VERSIONS + "3/file?path=etc%2Fhosts", "200 127.0.0.1 here");
    answers.put("GET " + VERSIONS + "3/file?path=etc", "422 {\"code\":\"not-a-file\"}");
    answers.put("GET " + VERSIONS + "3/archive?path=etc", "200 archive");
    Path hosts = directory.resolve("hosts");
    assertThat(run("version", "get", "3", "etc/hosts", "--output", hosts.toString())).isZero();
    assertThat(hosts).hasContent("127.0.0.1 here");
    assertThat(run("version", "get", "3", "etc/hosts", "--output", hosts.toString())).isEqualTo(1);
    assertThat(run("version", "get", "3", "etc", "--output", "-")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("archive");
  }

  @Test
  void namesOfAVersionCannotDriveTheTerminal() throws IOException {
    answers.put("GET /api/v1/desktops", "200 [" + DESKTOP + "]");
    answers.put(
        "GET " + VERSIONS + "3/tree?path=",
        "200 {\"entries\":[{\"name\":\"a\\u001b[2J\",\"type\":\"regular\"}]}");
    assertThat(run("version", "tree", "3")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("a?[2J").doesNotContain("\u001b");
  }

  @Test
  void leftBehindChangesAreListedCopiedAndDiscarded() throws IOException {
    String left = "/api/v1/desktops/d1/left-behind";
    answers.put("GET /api/v1/desktops", "200 [" + DESKTOP + "]");
    answers.put(
        "GET " + left,
        "200 [{\"id\":\"u1.5\",\"node\":\"n1\",\"since\":\"s\",\"keptUntil\":\"2026-01-31\","
            + "\"names\":7,\"bytes\":4096,\"complete\":false}]");
    answers.put(
        "GET " + left + "/u1.5/tree?path=home",
        "200 {\"entries\":[{\"name\":\"old\",\"type\":\"deleted\"}]}");
    answers.put("GET " + left + "/u1.5/file?path=home%2Fnotes", "200 last words");
    answers.put("DELETE " + left + "/u1.5", "204 ");
    assertThat(run("left", "ls")).isZero();
    assertThat(run("left", "tree", "u1.5", "home")).isZero();
    assertThat(run("left", "get", "u1.5", "home/notes", "--output", "-")).isZero();
    assertThat(run("left", "discard", "u1.5")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("2026-01-31", "4096+", "deleted", "last words", "discarded");
    assertThat(run("left", "empty")).isEqualTo(64);
    assertThat(run("left", "tree", "u2.1")).isEqualTo(1);
  }
}
