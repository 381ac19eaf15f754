package io.labvm.e2e;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.process.MooseFs;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Waits until a laboratory has come to rest by itself. */
final class ChaosRest {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Set<String> RESTING = Set.of("running", "stopped", "failed");

  private final Lab lab;
  private final Processes processes;
  private final MooseFs store;

  ChaosRest(Lab lab, Processes processes) {
    this.lab = lab;
    this.processes = processes;
    this.store = new MooseFs(Laboratory.load(Home.at(lab.home())).orElseThrow());
  }

  /** Answers all desktops by id, as the API tells of them then. */
  Map<String, JsonNode> await() {
    return Wait.until("all to be at rest", PATIENCE, this::now);
  }

  private @Nullable Map<String, JsonNode> now() {
    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    if (!processes.down().isEmpty() || !store.isReady()) {
      return null;
    }
    var nodes = lab.admin().get("/api/v1/nodes");
    var desktops = lab.admin().get("/api/v1/desktops");
    boolean told = nodes.status() == 200 && desktops.status() == 200;
    return told && areUp(nodes.body()) ? resting(desktops.body()) : null;
  }

  private static boolean areUp(JsonNode nodes) {
    for (JsonNode node : nodes) {
      if (!node.path("state").asString().equals("up")) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Map<String, JsonNode> resting(JsonNode desktops) {
    var told = new TreeMap<String, JsonNode>();
    for (JsonNode desktop : desktops) {
      boolean rests = RESTING.contains(desktop.path("state").asString());
      if (!rests || !desktop.path("operation").isNull()) {
        return null;
      }
      told.put(desktop.path("id").asString(), desktop);
    }
    return told;
  }
}
