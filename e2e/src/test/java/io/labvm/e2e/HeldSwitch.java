package io.labvm.e2e;

import io.labvm.e2e.chaos.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A desktop's switch that is held at a place.
 *
 * @param operation id of the switch
 * @param tree what its files were when they could be changed last
 */
record HeldSwitch(
    Member member, SwitchPlace place, String source, String target, String operation, String tree) {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Set<String> OPEN = Set.of("", "queued", "waiting", "running");

  /** Asks for a switch and returns when it has come to its place. */
  static HeldSwitch bring(Member member, SwitchPlace place, String target) {
    Faults faults = member.lab().faults();
    String source = member.node();
    String tree = written(member, "running");
    List<String> way = place.way();
    faults.hold(Faults.of(way.getFirst(), member.desktop()));
    String operation = member.send("switch", Map.of("node", target));
    for (int i = 0; i < way.size(); i++) {
      faults.awaitReached(Faults.of(way.get(i), member.desktop()), SOON);
      if (way.get(i).equals(SwitchPlace.BEFORE_PAUSE)) {
        tree = written(member, "pause");
      }
      if (i + 1 < way.size()) {
        faults.hold(Faults.of(way.get(i + 1), member.desktop()));
        faults.release(Faults.of(way.get(i), member.desktop()));
      }
    }
    return new HeldSwitch(member, place, source, target, operation, tree);
  }

  private static String written(Member member, String when) {
    return member
        .shell()
        .sh(
            "date +%%s.%%N >> %1$s/%2$s; dd if=/dev/urandom of=%1$s/new-%2$s bs=1k count=70 2>&-\n"
                    .formatted(Aftermath.DATA, when)
                + Listing.of(Aftermath.DATA));
  }

  /** Whether it has ended and the desktop runs and gives a picture; also when nobody answers. */
  boolean isHealthy() {
    try {
      var end = member.api().get("/api/v1/operations/" + operation);
      if (end.status() != 200 || OPEN.contains(end.body().path("state").asString(""))) {
        return false;
      }
      JsonNode now = member.show();
      return now.path("state").asString().equals("running")
          && now.path("operation").isNull()
          && givesAPicture();
    } catch (UncheckedIOException | IOException | AssertionError notNow) {
      return false;
    }
  }

  private boolean givesAPicture() throws IOException {
    try (var viewer = member.viewer()) {
      viewer.update(false);
      return true;
    }
  }

  /** Where it runs and how that is told; with what is wrong about it. */
  SwitchEnd end(@Nullable Duration healthyAfter) {
    var wrong = new ArrayList<Violation>();
    JsonNode told = member.operation(operation);
    String state = told.path("state").asString();
    String node = member.node();
    if (healthyAfter == null) {
      wrong.add(violation("ends healthy", member.show() + ", switch " + told));
    }
    if (!node.equals(state.equals("succeeded") ? target : source)) {
      wrong.add(violation("the truth is told", "it is on " + node + ", switch " + told));
    }
    if (!state.equals("succeeded") && told.path("error").path("why").asString("").isBlank()) {
      wrong.add(violation("a failure says why", told.toString()));
    }
    if (healthyAfter != null && !hasAllFiles()) {
      wrong.add(violation("all files are there", "another tree than before on " + node));
    }
    String where = node.equals(target) ? "target" : "source";
    return new SwitchEnd(this, state, where, why(told), newestEpoch(), healthyAfter, wrong);
  }

  private boolean hasAllFiles() {
    var now = member.shell().run(Listing.of(Aftermath.DATA));
    return now.exit() == 0 && now.output().strip().equals(tree);
  }

  private long newestEpoch() {
    Path epochs = member.lab().store().resolve("desktops").resolve(member.desktop());
    try (Stream<Path> all = Files.list(epochs.resolve("epochs"))) {
      return all.mapToLong(epoch -> Long.parseLong(epoch.getFileName().toString()))
          .max()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String why(JsonNode told) {
    JsonNode error = told.path("error");
    return error.isObject()
        ? error.path("step").asString("") + ": " + error.path("code").asString("")
        : "";
  }

  private Violation violation(String rule, String what) {
    return new Violation(rule, member.desktop(), what);
  }
}
