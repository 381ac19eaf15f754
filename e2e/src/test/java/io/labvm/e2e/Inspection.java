package io.labvm.e2e;

import io.labvm.e2e.chaos.Rules;
import io.labvm.e2e.chaos.Sight;
import io.labvm.e2e.chaos.Sight.Told;
import io.labvm.e2e.chaos.Violation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Looks whether the {@link Rules} hold, and gives what is tidied up by itself its time. */
final class Inspection {
  private static final Duration CLEAN = Duration.ofMinutes(3);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

  private final Lab lab;
  private final ChaosWorld world;
  private final ChaosGroups groups;
  private final Owners owners;
  private final Consumer<String> notes;

  /** Who a desktop belongs to; null for desktops that are none of this test's business. */
  interface Owners {
    @Nullable Member of(String desktop);
  }

  Inspection(Lab lab, ChaosWorld world, ChaosGroups groups, Owners owners, Consumer<String> notes) {
    this.lab = lab;
    this.world = world;
    this.groups = groups;
    this.owners = owners;
    this.notes = notes;
  }

  /** What is still wrong when it has had its time. */
  List<Violation> broken() {
    Instant end = Instant.now().plus(CLEAN);
    List<Violation> wrong = brokenNow();
    while (!wrong.isEmpty() && Instant.now().isBefore(end)) {
      notes.accept("not yet: " + wrong);
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      wrong = brokenNow();
    }
    return wrong;
  }

  private List<Violation> brokenNow() {
    return Rules.broken(look()).stream()
        .filter(v -> v.desktop().isEmpty() || owners.of(v.desktop()) != null)
        .toList();
  }

  private Sight look() {
    var told = new TreeMap<String, Told>();
    for (JsonNode desktop : lab.admin().get("/api/v1/desktops").expect(200).body()) {
      String state = desktop.path("state").asString();
      Member owner = owners.of(desktop.path("id").asString());
      boolean answers = owner != null && state.equals("running") && answers(owner);
      told.put(
          desktop.path("id").asString(),
          new Told(state, desktop.path("node").asString(""), answers));
    }
    return world.look(told, groups);
  }

  private boolean answers(Member member) {
    try (var viewer = member.awaitViewer()) {
      viewer.update(false);
      return true;
    } catch (IOException | AssertionError e) {
      notes.accept("no picture of %s: %s, %s".formatted(member.desktop(), e, e.getCause()));
      return false;
    }
  }
}
