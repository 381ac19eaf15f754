package io.labvm.launcher.command;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.json.Json;
import io.labvm.launcher.portal.Portal;
import io.labvm.launcher.process.Supervisor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** {@code labvm status}: what runs. Exit code 0 when healthy, 3 when not. */
public final class StatusCommand {
  private static final int NOT_HEALTHY = 3;

  private final Context context;

  public StatusCommand(Context context) {
    this.context = context;
  }

  /** Runs the command and returns its exit code. */
  public int run(List<String> line) {
    var arguments = Arguments.parse(line, Set.of("--home"), Set.of("--json"));
    arguments.noWords();
    Home home = Context.home(arguments);
    Laboratory lab = Laboratory.load(home).orElseThrow(() -> Context.notMade(home));
    Map<String, Object> status = read(lab);
    if (arguments.has("--json")) {
      context.out().println(Json.write(status));
      return 0;
    }
    print(status);
    return "healthy".equals(status.get("state")) ? 0 : NOT_HEALTHY;
  }

  private Map<String, Object> read(Laboratory lab) {
    Map<String, Supervisor.State> states = new Supervisor(lab.home()).states();
    var status = new LinkedHashMap<String, Object>();
    status.put("home", lab.home().path().toString());
    status.put("store", lab.store().toString());
    try (var portal = new Portal(lab)) {
      Optional<Portal.Health> health = states.isEmpty() ? Optional.empty() : portal.health();
      status.put("state", state(states, health));
      status.put("portal", lab.portalUrl());
      status.put("temporalUi", lab.temporalUiUrl());
      status.put("processes", processes(lab, states));
      status.put("nodes", health.isEmpty() ? List.of() : portal.list("/api/v1/nodes"));
      status.put("desktops", health.isEmpty() ? List.of() : portal.list("/api/v1/desktops"));
    }
    return status;
  }

  private static String state(
      Map<String, Supervisor.State> states, Optional<Portal.Health> health) {
    if (states.values().stream().allMatch(Supervisor.State::isDown)) {
      return "down";
    }
    return health.map(Portal.Health::healthy).orElse(false) ? "healthy" : "unhealthy";
  }

  private List<Map<String, Object>> processes(
      Laboratory lab, Map<String, Supervisor.State> states) {
    Properties ports = ports(lab);
    var list = new ArrayList<Map<String, Object>>();
    for (Supervisor.State state : states.values()) {
      var process = new LinkedHashMap<String, Object>();
      process.put("name", state.name());
      process.put("state", state.state().toLowerCase(java.util.Locale.ROOT));
      process.put("pid", state.pid());
      process.put(
          "since", state.since().equals(Instant.EPOCH) ? Json.NULL : state.since().toString());
      String port = ports.getProperty(state.name(), "");
      process.put("port", port.isEmpty() ? Json.NULL : Integer.parseInt(port));
      list.add(process);
    }
    return list;
  }

  private static Properties ports(Laboratory lab) {
    var ports = new Properties();
    ports.setProperty("postgres", Integer.toString(lab.ports().postgres()));
    ports.setProperty("temporal", Integer.toString(lab.ports().temporal()));
    ports.setProperty("portal", Integer.toString(lab.ports().portal()));
    ports.setProperty("control", Integer.toString(lab.ports().controlHealth()));
    ports.setProperty("gateway", Integer.toString(lab.ports().vncFirst()));
    return ports;
  }

  private void print(Map<String, Object> status) {
    var out = context.out();
    for (String key : List.of("state", "portal", "temporalUi", "home", "store")) {
      out.printf("%-12s %s%n", key, status.get(key));
    }
    Json json = Json.parse(Json.write(status));
    out.println();
    json.get("processes")
        .items()
        .forEach(
            p ->
                out.printf(
                    "%-20s %-9s %8s  %s%n",
                    p.get("name").text(),
                    p.get("state").text(),
                    p.get("pid").text(),
                    p.get("since").text()));
    out.printf(
        "%n%d nodes, %d desktops%n",
        json.get("nodes").items().size(), json.get("desktops").items().size());
  }
}
