package io.labvm.e2e;

import io.labvm.e2e.chaos.Content;
import io.labvm.e2e.chaos.FileModel;
import io.labvm.e2e.chaos.Sight.Group;
import io.labvm.e2e.chaos.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One desktop under chaos: what was wanted of it and what its files may be by now. */
final class ChaosDesktop {
  private static final String FOLDER = "/home/chaos";
  private static final Pattern DIGEST =
      Pattern.compile("^([0-9a-f]{64}) {2}\\./(.+/f\\d+)$", Pattern.MULTILINE);

  /** What a member asks for. */
  enum Command {
    BACKUP,
    SWITCH,
    RESTORE,
    FORK,
    STOP,
    START,
    DELETE
  }

  /** A version whose content the store is asked for as soon as all is at rest. */
  private record Made(long version, long moment) {}

  private final Member member;
  private final FileModel model;
  private final ChaosDiary diary;
  private final Map<Long, Map<String, Content>> versions = new TreeMap<>();
  private final Set<String> applied = new HashSet<>();
  private final List<Made> made = new ArrayList<>();
  private String state = "";
  private long began;
  private long asked;
  private @Nullable Long restoring;
  private boolean commanded;
  private boolean doubtful;
  private boolean lost;

  ChaosDesktop(Member member, Map<String, Content> files, ChaosDiary diary) {
    this.member = member;
    this.diary = diary;
    this.model = new FileModel();
    model.restored(files, 0);
  }

  Member member() {
    return member;
  }

  String id() {
    return member.desktop();
  }

  String state() {
    return state;
  }

  /** As the API tells it at rest. */
  void isNow(String told) {
    state = told;
  }

  synchronized void newRound() {
    began = model.now();
    asked = began;
    restoring = null;
    commanded = false;
    doubtful = false;
    lost = false;
  }

  // ------------------------------------------------------------ what is done

  /** Changes some files, if it runs anywhere. */
  synchronized void write(ChaosDice dice, List<Group> groups) {
    var here = groups.stream().filter(g -> g.desktop().equals(id())).findFirst();
    if (here.isEmpty() || doubtful) {
      return;
    }
    // a restore may come before it: what a name holds then is not known, and moving it would spread
    var writing = dice.writing(restoring == null ? model.certain() : Map.of());
    String script = "mkdir -p %1$s && cd %1$s\n%2$s".formatted(FOLDER, writing.script());
    String engine = "unix://" + DesktopShell.engine(member.lab(), here.get().node());
    int exit =
        Commands.run(
                Duration.ofMinutes(1),
                List.of("docker", "-H", engine, "exec", "labvm-" + id(), "/bin/bash", "-c", script))
            .exit();
    model.did(writing.changes(), exit == 0);
    // what did not answer may still be at it
    doubtful = exit != 0;
    diary.count(
        exit == 0 ? "writings" : "writings in doubt",
        "%s changed %d times, exit %d".formatted(id(), writing.changes().size(), exit));
  }

  /** Whether something was asked of it in this round. */
  synchronized boolean isCommanded() {
    return commanded;
  }

  /** What may be asked of it now. */
  List<Command> allowed() {
    var allowed = new ArrayList<Command>();
    switch (state) {
      case "running" -> {
        allowed.addAll(
            List.of(
                Command.BACKUP,
                Command.BACKUP,
                Command.SWITCH,
                Command.SWITCH,
                Command.SWITCH,
                Command.STOP,
                Command.DELETE));
      }
      case "stopped" ->
          allowed.addAll(List.of(Command.START, Command.START, Command.START, Command.SWITCH));
      default -> {
        return List.of();
      }
    }
    if (!versions.isEmpty()) {
      allowed.addAll(
          List.of(Command.RESTORE, Command.RESTORE, Command.FORK, Command.FORK, Command.FORK));
    }
    return allowed;
  }

  /** Asks for something; nobody may answer. Returns what a fork begins with. */
  @Nullable Map<String, Content> ask(Command command, ChaosDice dice) {
    Map<String, Object> body = new HashMap<>();
    Map<String, Content> fork = null;
    if (command == Command.RESTORE || command == Command.FORK) {
      long version = dice.one(List.copyOf(versions.keySet()));
      body.put("version", version);
      fork = command == Command.FORK ? versions.get(version) : null;
      restoring = command == Command.RESTORE ? Long.valueOf(version) : null;
    } else if (command == Command.SWITCH) {
      body.put("node", "automatic");
    }
    synchronized (this) {
      asked = model.now();
      commanded = true;
    }
    diary.count(
        command.name().toLowerCase(java.util.Locale.ROOT), id() + ": " + command + " " + body);
    post(command.name().toLowerCase(java.util.Locale.ROOT), body.isEmpty() ? null : body);
    return fork;
  }

  private void post(String command, @Nullable Object body) {
    diary.sent(id(), member.api(), "/api/v1/desktops/" + id() + "/" + command, body);
  }

  // ------------------------------------------------------------ what came of it

  /** Takes the ends of operations into the model; answers what is wrong with them. */
  synchronized List<Violation> operationsEnded() {
    var wrong = new ArrayList<Violation>();
    JsonNode all =
        member.api().get("/api/v1/desktops/" + id() + "/operations?limit=50").expect(200).body();
    for (int i = all.size() - 1; i >= 0; i--) {
      JsonNode operation = all.get(i);
      if (applied.add(operation.path("id").asString())) {
        ended(operation, wrong);
      }
    }
    return wrong;
  }

  private void ended(JsonNode operation, List<Violation> wrong) {
    String kind = operation.path("kind").asString();
    String end = operation.path("state").asString();
    long since = operation.path("requestedBy").asString().equals("system") ? began : asked;
    diary.count(kind + " " + end, "%s: %s %s %s".formatted(id(), kind, end, why(operation)));
    if (!end.equals("succeeded")) {
      if (why(operation).isBlank() && !end.equals("cancelled")) {
        wrong.add(new Violation("a failure says why", id(), operation.toString()));
      }
      model.doubtSince(since);
      return;
    }
    JsonNode result = operation.path("result");
    if (kind.equals("backup") && result.path("created").asBoolean()) {
      made.add(new Made(result.path("version").asLong(), since));
    } else if (kind.equals("restore") && restoring != null) {
      model.restored(versions.getOrDefault(restoring, Map.of()), asked);
    }
    lost |= wasFenced(operation);
  }

  private static String why(JsonNode operation) {
    return operation.path("error").path("why").asString("");
  }

  private static boolean wasFenced(JsonNode operation) {
    for (JsonNode step : operation.path("steps")) {
      if (step.path("name").asString().equals("fence")) {
        return step.path("state").asString().equals("succeeded");
      }
    }
    return false;
  }

  /** Reads all files and versions of a desktop at rest; answers what is wrong with them. */
  synchronized List<Violation> filesAreThere(ChaosDice dice) {
    var wrong = new ArrayList<Violation>();
    for (Made version : List.copyOf(made)) {
      Map<String, Content> files = version(version.version());
      report(
          wrong,
          "version " + version.version() + " has all files",
          model.differencesOfVersion(files, version.moment()));
      versions.put(version.version(), files);
      model.saved(version.moment());
    }
    made.clear();
    if (!versions.isEmpty()) {
      long old = dice.one(List.copyOf(versions.keySet()));
      if (!version(old).equals(versions.get(old))) {
        wrong.add(new Violation("a version never changes", id(), "version " + old));
      }
    }
    boolean runs = state.equals("running");
    Map<String, Content> files =
        runs ? filesOfTheMachine() : version(member.history().newest().path("version").asLong());
    report(wrong, "all files are there", model.differences(files, lost));
    model.found(files);
    if (!runs) {
      model.saved(model.now());
    }
    return wrong;
  }

  /** Waits until the store has all of it. */
  synchronized void awaitSaved() {
    member.awaitSaved();
    model.saved(model.now());
  }

  private void report(List<Violation> wrong, String rule, List<String> differences) {
    differences.forEach(
        what -> wrong.add(new Violation(rule, id(), what + (lost ? " after a loss" : ""))));
  }

  /** Makes the folder too, without which a version could not be asked for it. */
  private Map<String, Content> filesOfTheMachine() {
    var ignored = member.shell().sh("mkdir -p " + FOLDER);
    return files(member.shell().listing(FOLDER));
  }

  private Map<String, Content> version(long version) {
    return files(member.history().listing(version, FOLDER));
  }

  private static Map<String, Content> files(String listing) {
    var files = new TreeMap<String, Content>();
    DIGEST
        .matcher(listing)
        .results()
        .forEach((MatchResult m) -> files.put(m.group(2), new Content(m.group(1))));
    return files;
  }
}
