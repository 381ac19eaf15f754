package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.e2e.chaos.Content;
import io.labvm.e2e.chaos.Rules;
import io.labvm.e2e.chaos.Sight;
import io.labvm.e2e.chaos.Sight.Told;
import io.labvm.e2e.chaos.Violation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Members ask for this and that while processes are killed, stopped and cut off. Whenever that has
 * ended, all comes to rest by itself, and the rules of {@link Rules} hold.
 *
 * <p>{@code labvm.chaos.minutes} says for how long, {@code labvm.chaos.seed} repeats what was left
 * to chance.
 */
class ChaosE2E {
  private static final Duration BRIEF = Duration.ofSeconds(75);
  private static final Duration ROUND = Duration.ofSeconds(14);
  private static final Duration REST = Duration.ofMinutes(6);
  private static final Duration CLEAN = Duration.ofMinutes(3);
  private static final int FEWEST = 2;
  private static final int MOST = 5;

  private final long seed = Long.getLong("labvm.chaos.seed", System.nanoTime() % 1_000_000_000);
  private final @Nullable Integer minutes = Integer.getInteger("labvm.chaos.minutes");
  private final ChaosDice dice = new ChaosDice(seed);
  private final ChaosDiary diary = new ChaosDiary();
  private final Map<String, ChaosDesktop> desktops = new TreeMap<>();
  private final List<Member> members = new ArrayList<>();

  /** Logins whose registration was asked for in this round. */
  private final List<String> registering = new ArrayList<>();

  /** What the forks that were asked for in this round begin with, by login. */
  private final Map<String, Map<String, Content>> forking = new LinkedHashMap<>();

  private boolean powerFailed;
  private Lab lab;
  private List<String> nodes;
  private ChaosGroups groups;
  private ChaosFaults faults;
  private ChaosWorld world;
  private Leftovers before;

  @BeforeEach
  void start() throws IOException {
    diary.note("chaos --seed %d".formatted(seed));
    lab = Lab.start("tiny", "labvm.control.recoveries-per-hour: 1000");
    nodes = lab.nodes();
    before = Leftovers.of(lab);
    groups = new ChaosGroups(DesktopShell.hash(lab.home()), nodes);
    faults = new ChaosFaults(lab, nodes, diary);
    world = new ChaosWorld(lab, nodes);
  }

  @AfterEach
  void stop() throws IOException {
    groups.close();
    lab.close();
  }

  @Test
  void desktopsRunOnceAndLoseNothingWhateverDies() {
    Instant end = Instant.now().plus(minutes == null ? BRIEF : Duration.ofMinutes(minutes));
    try {
      for (int i = 0; i < 3; i++) {
        register();
      }
      rest();
      for (int round = 1; Instant.now().isBefore(end); round++) {
        diary.count("rounds", "round %d".formatted(round));
        act();
        rest();
      }
      leaveNothing();
    } catch (AssertionError | RuntimeException e) {
      String explained = explained(e.toString());
      System.out.println(explained);
      throw new AssertionError(explained, e);
    }
    System.out.println("chaos --seed " + seed + " " + diary.counts());
  }

  private String explained(@Nullable String what) {
    String told;
    try {
      told = told(lab.admin().get("/api/v1/desktops").body()) + "\nnot up: " + faults.down();
    } catch (RuntimeException e) {
      told = e.toString();
    }
    return "%s%nchaos --seed %d %s%nthe laboratory: %s%nthe last of it:%n%s"
        .formatted(what, seed, diary.counts(), told, diary.tail());
  }

  private static String told(JsonNode desktops) {
    var lines = new ArrayList<String>();
    for (JsonNode desktop : desktops) {
      lines.add(
          "%s %s on %s, operation %s, not saved %s"
              .formatted(
                  desktop.path("id").asString(),
                  desktop.path("state").asString(),
                  desktop.path("node").asString(""),
                  desktop.path("operation"),
                  desktop.path("recoveryPoint")));
    }
    return String.join("\n", lines);
  }

  // ------------------------------------------------------------ a round

  private void act() {
    var acts = new ArrayList<Runnable>();
    for (ChaosDesktop desktop : desktops.values()) {
      List<ChaosDesktop.Command> allowed = allowed(desktop);
      if (!allowed.isEmpty() && dice.happens(0.75)) {
        ChaosDice own = dice.another();
        var command = dice.one(allowed);
        acts.add(() -> ask(desktop, command, own));
      }
      for (int i = dice.upTo(3); i > 0; i--) {
        ChaosDice own = dice.another();
        acts.add(() -> desktop.write(own, groups.now()));
      }
    }
    if (desktops.size() < MOST && dice.happens(0.3)) {
      acts.add(this::register);
    }
    for (int i = 1 + dice.upTo(3); i > 0; i--) {
      ChaosDice own = dice.another();
      acts.add(() -> faults.one(own));
    }
    if (minutes != null && dice.happens(0.2)) {
      String node = dice.one(nodes);
      Duration time = Duration.ofSeconds(5).plus(dice.within(Duration.ofSeconds(90)));
      acts.add(() -> faults.power(node, time));
      powerFailed = true;
    }
    together(acts);
  }

  private List<ChaosDesktop.Command> allowed(ChaosDesktop desktop) {
    var allowed = new ArrayList<>(desktop.allowed());
    if (desktops.size() <= FEWEST) {
      allowed.remove(ChaosDesktop.Command.DELETE);
    }
    if (desktops.size() >= MOST) {
      allowed.remove(ChaosDesktop.Command.FORK);
    }
    return allowed;
  }

  /** Each at its own moment; ends when the last has ended. */
  private void together(List<Runnable> acts) {
    var failures = new java.util.concurrent.CopyOnWriteArrayList<Throwable>();
    var threads = new ArrayList<Thread>();
    for (Runnable act : acts) {
      Duration moment = dice.within(ROUND);
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    LockSupport.parkNanos(moment.toNanos());
                    try {
                      act.run();
                    } catch (RuntimeException | AssertionError e) {
                      failures.add(e);
                    }
                  }));
    }
    threads.forEach(ChaosE2E::join);
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.getFirst().getMessage(), failures.getFirst());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void ask(ChaosDesktop desktop, ChaosDesktop.Command command, ChaosDice own) {
    Map<String, Content> fork = desktop.ask(command, own);
    if (fork != null) {
      synchronized (forking) {
        forking.put(desktop.member().login(), fork);
      }
    }
  }

  private void register() {
    String login = Lab.newLogin();
    diary.count("register", "register %s".formatted(login));
    registering.add(login);
    diary.sent(login, lab.api(), "/api/v1/registrations", Lab.registration(login, null));
  }

  // ------------------------------------------------------------ at rest

  /** All comes to rest by itself, and everything is as it must be. */
  private void rest() {
    Instant from = Instant.now();
    Map<String, JsonNode> told = awaitRest();
    welcome(told.keySet());
    if (powerFailed && clicked(told)) {
      told = awaitRest();
    }
    powerFailed = false;
    told.forEach((id, desktop) -> known(id).isNow(desktop.path("state").asString()));
    var wrong = new ArrayList<Violation>();
    rulesHold();
    desktops.values().forEach(desktop -> wrong.addAll(desktop.operationsEnded()));
    desktops.values().forEach(desktop -> wrong.addAll(desktop.filesAreThere(dice)));
    wrong.addAll(groups.seen());
    fail(wrong);
    desktops.values().forEach(ChaosDesktop::newRound);
    desktops.values().stream()
        .filter(d -> d.state().equals("running") && dice.happens(0.3))
        .forEach(ChaosDesktop::awaitSaved);
    diary.note(
        "at rest after %d s: %s"
            .formatted(Duration.between(from, Instant.now()).toSeconds(), states()));
  }

  /** What was on its way to a node without power may fail; a member starts it by one click. */
  private boolean clicked(Map<String, JsonNode> told) {
    boolean clicked = false;
    for (var desktop : told.entrySet()) {
      if (desktop.getValue().path("state").asString().equals("failed")) {
        String id = desktop.getKey();
        diary.count("clicks", "click on start of " + id);
        Api owner = known(id).member().api();
        diary.sent(id, owner, "/api/v1/desktops/" + id + "/start", null);
        clicked = true;
      }
    }
    return clicked;
  }

  private Map<String, String> states() {
    var states = new TreeMap<String, String>();
    desktops.forEach((id, desktop) -> states.put(id, desktop.state()));
    return states;
  }

  private static void fail(List<Violation> wrong) {
    if (!wrong.isEmpty()) {
      throw new AssertionError(String.join("\n", wrong.stream().map(Violation::toString).toList()));
    }
  }

  private ChaosDesktop known(String id) {
    ChaosDesktop desktop = desktops.get(id);
    if (desktop == null) {
      throw new AssertionError("nobody asked for the desktop " + id);
    }
    return desktop;
  }

  private Map<String, JsonNode> awaitRest() {
    return Wait.until("all to be at rest", REST, this::atRest);
  }

  private @Nullable Map<String, JsonNode> atRest() {
    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    if (!faults.down().isEmpty()) {
      return null;
    }
    var nodesNow = lab.admin().get("/api/v1/nodes");
    var desktopsNow = lab.admin().get("/api/v1/desktops");
    if (nodesNow.status() != 200 || desktopsNow.status() != 200) {
      return null;
    }
    for (JsonNode node : nodesNow.body()) {
      if (!node.path("state").asString().equals("up")) {
        return null;
      }
    }
    var told = new TreeMap<String, JsonNode>();
    for (JsonNode desktop : desktopsNow.body()) {
      String state = desktop.path("state").asString();
      boolean rests = Set.of("running", "stopped", "failed").contains(state);
      if (!rests || !desktop.path("operation").isNull()) {
        return null;
      }
      told.put(desktop.path("id").asString(), desktop);
    }
    return told;
  }

  /** Desktops that came, whether their birth was answered or not, and those that went. */
  private void welcome(Set<String> there) {
    desktops.keySet().retainAll(new HashSet<>(there));
    for (String login : registering) {
      var token =
          lab.api().post("/api/v1/tokens", Map.of("login", login, "password", Lab.PASSWORD));
      if (token.status() == 201) {
        var api = lab.api().as(token.text("token"));
        members.add(new Member(lab, login, "", "", api));
      }
    }
    for (Member member : members) {
      for (JsonNode desktop : member.api().get("/api/v1/desktops").expect(200).body()) {
        desktops.computeIfAbsent(desktop.path("id").asString(), id -> newcomer(member, id));
      }
    }
    registering.clear();
    forking.clear();
  }

  private ChaosDesktop newcomer(Member member, String id) {
    var owner = new Member(lab, member.login(), id, "", member.api());
    return new ChaosDesktop(owner, forking.getOrDefault(member.login(), Map.of()), diary);
  }

  private void rulesHold() {
    Instant end = Instant.now().plus(CLEAN);
    List<Violation> wrong = Rules.broken(look());
    while (!wrong.isEmpty() && Instant.now().isBefore(end)) {
      diary.note("not yet: %s".formatted(wrong));
      LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
      wrong = Rules.broken(look());
    }
    fail(wrong);
  }

  private Sight look() {
    var told = new TreeMap<String, Told>();
    for (JsonNode desktop : lab.admin().get("/api/v1/desktops").expect(200).body()) {
      String id = desktop.path("id").asString();
      String state = desktop.path("state").asString();
      told.put(
          id,
          new Told(
              state,
              desktop.path("node").asString(""),
              state.equals("running") && answers(known(id).member())));
    }
    return world.look(told, groups);
  }

  private boolean answers(Member member) {
    try (var viewer = member.awaitViewer()) {
      viewer.update(false);
      return true;
    } catch (IOException | AssertionError e) {
      diary.note("no picture of %s: %s, %s".formatted(member.desktop(), e, e.getCause()));
      return false;
    }
  }

  private void leaveNothing() {
    desktops.values().forEach(desktop -> desktop.member().does("delete"));
    Wait.untilTrue(
        "nothing to be left behind: " + before,
        Duration.ofMinutes(2),
        () -> Leftovers.of(lab).equals(before));
    Aftermath.storeIsSound(lab);
    assertThat(groups.seen()).isEmpty();
  }
}
