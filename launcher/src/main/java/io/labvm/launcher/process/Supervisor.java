package io.labvm.launcher.process;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.UserError;
import io.labvm.launcher.shell.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The supervisord of one home, spoken to by its XML-RPC over a Unix socket. */
public final class Supervisor {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Home home;
  private final XmlRpc rpc;

  public Supervisor(Home home) {
    this.home = home;
    this.rpc = new XmlRpc(new UnixHttp(socket(home)));
  }

  static Path socket(Home home) {
    return home.run().resolve("supervisor.sock");
  }

  static Path configuration(Home home) {
    return home.config().resolve("supervisord.conf");
  }

  /**
   * A supervised process as it is now.
   *
   * @param state such as RUNNING, BACKOFF or FATAL
   * @param pid 0 when it does not run
   * @param since of the state
   */
  public record State(String name, String state, long pid, Instant since) {
    /** Whether it has been running for longer than a moment. */
    public boolean isRunning() {
      return state.equals("RUNNING");
    }

    /** Whether supervisord has given up or is not asked to run it. */
    public boolean isDown() {
      return state.equals("STOPPED") || state.equals("EXITED") || state.equals("FATAL");
    }
  }

  /** Whether it answers. */
  public boolean isUp() {
    try {
      return Files.exists(socket(home)) && !call("supervisor.getState").isEmpty();
    } catch (IOException _) {
      return false;
    }
  }

  /** Starts supervisord, which starts nothing by itself. */
  public void launch() {
    if (isUp()) {
      return;
    }
    Program.of("supervisord", "-c", configuration(home).toString())
        .inCleanEnvironment()
        .with("LABVM_HOME", home.hash())
        .in(Path.of("/"))
        .run()
        .orFail("The supervisor did not start", "See " + home.logs().resolve("supervisord.log"));
    if (!Wait.until(Duration.ofSeconds(15), PAUSE, this::isUp)) {
      throw new UserError(
          "The supervisor does not answer",
          "nobody listens at " + socket(home),
          "See " + home.logs().resolve("supervisord.log"));
    }
  }

  /** All processes it knows, by name; none when it is not up. */
  public Map<String, State> states() {
    var states = new LinkedHashMap<String, State>();
    if (!Files.exists(socket(home))) {
      return states;
    }
    try {
      for (Object item : list(call("supervisor.getAllProcessInfo"))) {
        State state = state((Map<?, ?>) item);
        states.put(state.name(), state);
      }
    } catch (IOException _) {
      states.clear();
    }
    return states;
  }

  private static State state(Map<?, ?> item) {
    String state = text(item, "statename");
    long since = Long.parseLong(text(item, state.equals("RUNNING") ? "start" : "stop"));
    return new State(
        text(item, "name"), state, Long.parseLong(text(item, "pid")), Instant.ofEpochSecond(since));
  }

  private static String text(Map<?, ?> item, String key) {
    return String.valueOf(item.get(key));
  }

  /** Takes a new configuration file over; changed and removed processes are stopped by that. */
  public void reload() {
    try {
      List<?> groups = list(list(call("supervisor.reloadConfig")).getFirst());
      List<?> added = list(groups.get(0));
      List<?> changed = list(groups.get(1));
      List<?> removed = list(groups.get(2));
      for (Object name : concat(changed, removed)) {
        stop(name.toString());
        call("supervisor.removeProcessGroup", name.toString());
      }
      for (Object name : concat(added, changed)) {
        call("supervisor.addProcessGroup", name.toString());
      }
    } catch (IOException e) {
      throw failure("take over its configuration", e);
    }
  }

  /** Starts processes that do not run; returns at once. */
  public void start(List<String> names) {
    Map<String, State> now = states();
    for (String name : names) {
      if (Optional.ofNullable(now.get(name)).map(State::isDown).orElse(true)) {
        try {
          call("supervisor.startProcess", name, false);
        } catch (IOException e) {
          throw failure("start " + name, e);
        }
      }
    }
  }

  /** Stops a process and waits for its end; no error when it does not run. */
  public void stop(String name) {
    try {
      call("supervisor.stopProcess", name, true);
    } catch (IOException _) {
      // not running, or supervisord itself is gone
    }
  }

  /** Ends supervisord after everything it still runs. */
  public void shutdown() {
    try {
      call("supervisor.shutdown");
    } catch (IOException _) {
      return;
    }
    Wait.until(Duration.ofMinutes(1), PAUSE, () -> !isUp());
  }

  private static List<Object> concat(List<?> a, List<?> b) {
    var all = new ArrayList<Object>(a);
    all.addAll(b);
    return all;
  }

  private static UserError failure(String what, IOException e) {
    return new UserError("The supervisor could not " + what, String.valueOf(e.getMessage()), "");
  }

  private static List<?> list(Object value) throws IOException {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IOException("unexpected answer of supervisord: " + value);
  }

  private List<?> call(String method, Object... parameters) throws IOException {
    return rpc.call(method, parameters);
  }
}
