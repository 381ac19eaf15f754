package io.labvm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A whole laboratory on this machine: a scratch home brought up by the launcher, free ports. */
final class Lab implements AutoCloseable {
  static final String PASSWORD = "correct horse 电池";
  private static final AtomicInteger MEMBERS = new AtomicInteger();

  /** Addresses are not reused for 30 days, and the scenarios of one run make over a hundred. */
  private static final int ADDRESSES = 200;

  /** Above the ports that the launcher finds by itself. */
  private static final int LOWEST_PORT = 30_000;

  /** From here on the system gives them to clients. */
  private static final int HIGHEST_PORT = 32_768;

  private final Path home;
  private final Path faults;
  private final String base;

  /** Says to other runs on this machine that the ports above this one are taken. */
  private final ServerSocket claim;

  private int nodes = 2;
  private String limits =
      """
      labvm.portal.limits.milli-cpus: 500
      labvm.portal.limits.memory: 512MB
      """;

  /** The same tests on the other kind of store. */
  private boolean onMooseFs = "moosefs".equals(System.getenv("LABVM_E2E_STORE"));

  private JsonNode status = Api.JSON.createObjectNode();

  private Lab(String base) throws IOException {
    this.base = base;
    claim = claim();
    home = Files.createTempDirectory("labvm-e2e-home-");
    faults = Files.createTempDirectory("labvm-e2e-faults-");
  }

  /** What a test wants of its laboratory before that comes up. */
  interface Wishes {
    void of(Lab lab) throws IOException;
  }

  /** Brings up a new laboratory and waits until it is healthy. */
  static Lab start(String base) throws IOException {
    return start(base, _ -> {});
  }

  /** The same with settings of the control application. */
  static Lab start(String base, String control) throws IOException {
    return start(base, lab -> lab.setting("control", control));
  }

  /** The same for one that is not like the others; one that does not come up is taken down. */
  static Lab start(String base, Wishes wishes) throws IOException {
    var lab = new Lab(base);
    try {
      wishes.of(lab);
      lab.configure();
      lab.up();
      return lab;
    } catch (IOException | RuntimeException | AssertionError e) {
      lab.takeDown(e);
      throw e;
    }
  }

  private void takeDown(Throwable why) {
    try {
      close();
    } catch (IOException | RuntimeException | AssertionError e) {
      why.addSuppressed(e);
    }
  }

  void withNodes(int count) {
    nodes = count;
  }

  /** Desktops get what a home gives them that nobody has configured. */
  void withUsualLimits() {
    limits = "";
  }

  void onMooseFs(boolean wanted) {
    onMooseFs = wanted;
  }

  /** What an admin sets for an application. */
  void setting(String application, String line) throws IOException {
    Path local = Files.createDirectories(home.resolve("config/local"));
    Path file = local.resolve(application + ".yaml");
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Room for many small desktops, and for more registrations than a person would send. */
  private void configure() throws IOException {
    int first = claim.getLocalPort() + 1;
    setting(
        "portal",
        """
        labvm.portal.throttle.registrations: 10000
        labvm.portal.vnc-ports: {first: %d, count: %d}
        labvm.portal.ssh-ports: {first: %d, count: %d}
        """
                .formatted(first, ADDRESSES, first + ADDRESSES, ADDRESSES)
            + limits);
  }

  private static ServerSocket claim() {
    for (int port = LOWEST_PORT; port + 2 * ADDRESSES < HIGHEST_PORT; port += 2 * ADDRESSES + 1) {
      try {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      } catch (IOException taken) {
        // by another laboratory
      }
    }
    throw new AssertionError("too many laboratories on this machine");
  }

  void up() {
    var command =
        new ArrayList<>(
            List.of("up", "--detach", "--base", base, "--nodes", Integer.toString(nodes)));
    command.addAll(List.of("--ports", "auto", "--fault-points", faults.toString()));
    if (onMooseFs) {
      command.add("--moosefs");
    }
    launch(Duration.ofMinutes(25), command.toArray(String[]::new));
    status = readStatus();
  }

  void down() {
    launch(Duration.ofMinutes(5), "down");
  }

  /** Runs the launcher on this home and fails if it does. */
  String launch(Duration limit, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Repository.root().resolve("labvm").toString());
    command.addAll(List.of(arguments));
    command.add("--home");
    command.add(home.toString());
    return Commands.run(limit, command).orFail().output();
  }

  JsonNode readStatus() {
    String text = launch(Duration.ofMinutes(1), "status", "--json");
    return Api.JSON.readTree(text.substring(text.indexOf('{')));
  }

  Path home() {
    return home;
  }

  /** Where the store is seen from this machine. */
  Path store() {
    return Path.of(status.path("store").asString());
  }

  URI portal() {
    return URI.create(status.path("portal").asString());
  }

  /** The API as nobody. */
  Api api() {
    return new Api(portal(), null);
  }

  /** The API as the built-in admin. */
  Api admin() {
    return api().as(secret("admin-token"));
  }

  /** Runs a client of the database, {@code psql} or {@code pg_dump}, on the home's own. */
  void database(String program, String... arguments) {
    var command = new ArrayList<>(List.of("env", "PGPASSWORD=" + secret("pg-password"), program));
    command.addAll(
        List.of(
            "--host=127.0.0.1",
            "--port=" + port("postgres"),
            "--username=labvm",
            "--dbname=labvm"));
    command.addAll(List.of(arguments));
    Commands.run(Duration.ofMinutes(2), command).orFail();
  }

  String secret(String name) {
    try {
      return Files.readString(home.resolve("secrets").resolve(name)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Faults faults() {
    return new Faults(faults);
  }

  /** Process id of a supervised process; 0 when it does not run. */
  long pid(String process) {
    return process(process).path("pid").asLong(0);
  }

  /** Where a supervised process listens. */
  int port(String process) {
    return process(process).path("port").asInt();
  }

  private JsonNode process(String name) {
    for (JsonNode p : readStatus().path("processes")) {
      if (p.path("name").asString().equals(name)) {
        return p;
      }
    }
    throw new AssertionError("no process " + name);
  }

  /** As {@code kill -9} would, and waits until the supervisor has started it again. */
  void kill(String process) {
    long pid = pid(process);
    if (pid == 0) {
      throw new AssertionError(process + " does not run");
    }
    kill(pid);
    awaitAnother(process, pid);
  }

  /** As {@code kill -9} would. */
  static void kill(long pid) {
    boolean ignored = ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  /** Waits until the supervisor has started a process again that had this id. */
  void awaitAnother(String process, long pid) {
    Wait.untilTrue(
        process + " to be started again",
        Duration.ofSeconds(90),
        () -> pid(process) > 0 && pid(process) != pid);
  }

  List<String> processes() {
    var names = new ArrayList<String>();
    readStatus().path("processes").forEach(p -> names.add(p.path("name").asString()));
    return names;
  }

  /** Ids of the nodes. */
  List<String> nodes() {
    var ids = new ArrayList<String>();
    admin()
        .get("/api/v1/nodes")
        .expect(200)
        .body()
        .forEach(node -> ids.add(node.path("id").asString()));
    return ids;
  }

  static String newLogin() {
    return "member"
        + MEMBERS.incrementAndGet()
        + "-"
        + Long.toString(System.nanoTime() % 46656, 36);
  }

  static Map<String, Object> registration(String login, @Nullable String node) {
    var body = new java.util.LinkedHashMap<String, Object>();
    body.put("login", login);
    body.put("displayName", "王小明 " + login);
    body.put("mail", login + "@lab.example");
    body.put("password", PASSWORD);
    body.put("language", "zh_CN");
    if (node != null) {
      body.put("node", node);
    }
    return body;
  }

  /** Registers a member by the API and waits until the desktop runs. */
  Member register(@Nullable String node) {
    var member = submit(node);
    var ignored = member.awaitOperation(member.registration(), "succeeded");
    return member;
  }

  /** Registers a member and does not wait. */
  Member submit(@Nullable String node) {
    String login = newLogin();
    var answer = api().post("/api/v1/registrations", registration(login, node)).expect(202);
    return new Member(
        this,
        login,
        answer.text("desktop"),
        answer.text("operation"),
        api().signIn(login, PASSWORD));
  }

  @Override
  public void close() throws IOException {
    try (claim) {
      down();
    }
    // kept when asked for, to look at the logs of a red run
    if (System.getenv("LABVM_E2E_KEEP") == null) {
      Commands.run(Duration.ofMinutes(2), "rm", "-rf", home.toString(), faults.toString()).orFail();
    }
  }
}
