package io.labvm.launcher.command;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.home.Settings;
import io.labvm.launcher.process.Supervisor;
import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code labvm up}: makes this machine a laboratory. */
public final class UpCommand {
  static final Set<String> VALUED =
      Set.of(
          "--base",
          "--nodes",
          "--home",
          "--port-base",
          "--ports",
          "--listen",
          "--tls-cert",
          "--tls-key",
          "--fault-points");

  static final Set<String> PLAIN = Set.of("--detach", "-d", "--moosefs");

  private final Context context;

  public UpCommand(Context context) {
    this.context = context;
  }

  /** Runs the command. */
  public void run(List<String> line) {
    var arguments = Arguments.parse(line, VALUED, PLAIN);
    arguments.noWords();
    Home home = Context.home(arguments);
    var plan = new Plan(home, arguments);
    if (isUpAlready(home, plan)) {
      new Summary(context, Laboratory.load(home).orElseThrow()).print();
      return;
    }
    var starter = new Starter(context, plan);
    starter.prepareMachine();
    Home made = home.create();
    context.alone(made, () -> starter.start(made));
    Laboratory lab = Laboratory.load(made).orElseThrow();
    new Summary(context, lab).print();
    if (!arguments.has("--detach") && !arguments.has("-d")) {
      stayUntilInterrupted(lab);
    }
  }

  /** The same build with the same settings, everything running: nothing to do. */
  private boolean isUpAlready(Home home, Plan plan) {
    if (!home.exists() || !new Supervisor(home).isUp()) {
      return false;
    }
    var lab = Laboratory.load(home);
    boolean same =
        lab.isPresent()
            && plan.matches(lab.get())
            && Settings.of(home).get("build").equals(context.builds().currentKey())
            && new Supervisor(home)
                .states().values().stream().allMatch(Supervisor.State::isRunning);
    return same && HealthWait.isHealthy(lab.get());
  }

  private void stayUntilInterrupted(Laboratory lab) {
    context
        .progress()
        .say("Ctrl-C takes everything down again; ./labvm up --detach would not stay");
    var stopping = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      stopping.set(true);
                      new Stopper(context, lab.home()).stop(false);
                    }));
    var supervisor = new Supervisor(lab.home());
    Map<String, Supervisor.State> before = supervisor.states();
    while (!stopping.get()) {
      Wait.until(Duration.ofSeconds(2), Duration.ofMillis(500), stopping::get);
      Map<String, Supervisor.State> now = supervisor.states();
      if (now.isEmpty() && !supervisor.isUp()) {
        // taken down from elsewhere
        Runtime.getRuntime().halt(0);
      }
      tellChanges(before, now);
      before = now;
    }
  }

  private void tellChanges(
      Map<String, Supervisor.State> before, Map<String, Supervisor.State> now) {
    now.forEach(
        (name, state) -> {
          var old = before.get(name);
          if (old != null && (!old.state().equals(state.state()) || old.pid() != state.pid())) {
            context.progress().say(name + ": " + state.state().toLowerCase(java.util.Locale.ROOT));
          }
        });
  }

  /** The last lines of a file. */
  static List<String> tail(java.nio.file.Path file, int lines) {
    return Program.of("tail", "-n", Integer.toString(lines), file.toString()).run().tail(lines);
  }
}
