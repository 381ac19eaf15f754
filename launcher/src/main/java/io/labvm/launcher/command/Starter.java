package io.labvm.launcher.command;

import io.labvm.launcher.build.Build;
import io.labvm.launcher.home.ConfigFiles;
import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.home.Settings;
import io.labvm.launcher.home.StoreKind;
import io.labvm.launcher.machine.Packages;
import io.labvm.launcher.machine.Prerequisites;
import io.labvm.launcher.machine.TemporalBinary;
import io.labvm.launcher.machine.Tool;
import io.labvm.launcher.network.Network;
import io.labvm.launcher.network.Sysctls;
import io.labvm.launcher.process.Database;
import io.labvm.launcher.process.MooseFs;
import io.labvm.launcher.process.ProcessSpec;
import io.labvm.launcher.process.Processes;
import io.labvm.launcher.process.Strays;
import io.labvm.launcher.process.Supervisor;
import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.SideBySide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts a laboratory, or brings a running one to the current build and settings. */
final class Starter {
  private static final String SECRETS_COMMAND = "io.labvm.nodechannel.SecretsCommand";

  /** How long a part may take to answer; a machine busy with other things may be given more. */
  private static final Duration LIMIT =
      Duration.ofSeconds(
          Optional.ofNullable(System.getenv("LABVM_HEALTH_SECONDS"))
              .filter(v -> v.matches("\\d{1,4}"))
              .map(Integer::parseInt)
              .orElse(120));

  private final Context context;
  private final Plan plan;
  private final Bases bases;

  Starter(Context context, Plan plan) {
    this.context = context;
    this.plan = plan;
    this.bases = new Bases(context.root(), context.progress());
  }

  /** Checks what cannot be installed, installs the rest. */
  void prepareMachine() {
    new Prerequisites().check(plan.home().path(), plan.storeKind());
    var tools = new ArrayList<>(Tool.toRun());
    tools.addAll(Tool.toBuild());
    if (plan.storeKind() == StoreKind.MOOSEFS) {
      tools.addAll(Tool.toRunMooseFs());
    }
    if (plan.basesOnRecipe()) {
      tools.addAll(Tool.toBuildBases());
    }
    new Packages(context.progress(), Path.of("/var/log/labvm-packages.log"))
        .install(Tool.missing(tools));
    // again: bridges and iptables can be tried only now
    new Prerequisites().check(plan.home().path(), plan.storeKind());
  }

  /** Brings everything up and waits until it is healthy. */
  void start(Home home) {
    boolean needsTar = plan.basesOnRecipe() && !bases.isImported(home, plan.base());
    try (var work = new SideBySide()) {
      var temporal =
          work.start(() -> new TemporalBinary(context.root()).obtain(context.progress()));
      var tar = work.start(() -> needsTar ? bases.tar(plan.base()) : Path.of(""));
      Build build = install(home, context.currentBuild());
      Laboratory lab = settle(home, build);
      var database = work.start(() -> prepareDatabase(lab));
      prepareHost(lab);
      SideBySide.join(database);
      var imported = work.start(() -> needsTar ? importBase(lab, build, SideBySide.join(tar)) : "");
      var processes = new Processes(lab, build, SideBySide.join(temporal));
      startProcesses(lab, build, processes);
      SideBySide.join(imported);
      Settings.of(home).set("build", build.key()).save();
      context.progress().run("health", () -> new HealthWait(context, lab).await(LIMIT));
      new Archives(context).recordInBackground(lab, build);
    }
  }

  private String importBase(Laboratory lab, Build build, Path tar) {
    Home home = lab.home();
    new HealthWait(context, lab).awaitStore(LIMIT);
    String base = bases.importInto(home, build, plan.base(), tar);
    bases.remember(home, plan.base(), base);
    return base;
  }

  /** A home runs its own copy: the checkout may be cleaned or rebuilt at any time. */
  private Build install(Home home, Build built) {
    Path target = home.applications().resolve(built.key());
    if (!Files.isDirectory(target)) {
      Path part = home.applications().resolve("." + built.key() + ".part");
      Disk.delete(part);
      // links where the file system is the same, else a copy
      if (!Program.of("cp", "-al", built.directory().toString(), part.toString()).run().ok()) {
        Disk.delete(part);
        Program.of("cp", "-a", built.directory().toString(), part.toString())
            .run()
            .orFail("Cannot copy the applications to " + target, "Is the disk full?");
      }
      Program.of("mv", "-T", part.toString(), target.toString())
          .run()
          .orFail("Cannot copy the applications to " + target, "");
    }
    return new Build(target, built.jdk());
  }

  private Laboratory settle(Home home, Build build) {
    Laboratory lab = plan.settle(home);
    if (!new Supervisor(home).isUp()) {
      // its supervisor was killed: without one they could neither be seen nor stopped
      Strays.endSupervised(home.hash());
    }
    new PortCheck(lab).check();
    lab.save();
    build
        .command(SECRETS_COMMAND, List.of(home.secrets().toString()))
        .run()
        .orFail("The secrets were not made", "");
    new ConfigFiles(lab).write();
    return lab;
  }

  private boolean prepareDatabase(Laboratory lab) {
    new Database(lab).prepare();
    return true;
  }

  private void prepareHost(Laboratory lab) {
    Sysctls.raise(lab.home()).forEach(c -> context.progress().say("kernel setting " + c));
    new Network(lab).up();
    new MooseFs(lab).prepare();
    for (String node : lab.nodes()) {
      Disk.directory(lab.home().node(node).resolve("identity"), "rwx------");
      Disk.directory(lab.home().node(node).resolve("state"), "rwx------");
    }
  }

  private void startProcesses(Laboratory lab, Build build, Processes processes) {
    var supervisor = new Supervisor(lab.home());
    processes.writeConfiguration();
    if (supervisor.isUp()) {
      backUpBeforeNewBuild(lab, build, supervisor);
      supervisor.reload();
    }
    supervisor.launch();
    removeHalfMadeHistories(lab.home(), supervisor);
    supervisor.start(names(processes.foundation()));
    supervisor.start(names(processes.engines()));
    new HealthWait(context, lab).awaitFoundation(LIMIT);
    new MooseFs(lab).keepNoTrash();
    Disk.write(historiesReady(lab.home()), "", "rw-------");
    supervisor.start(names(processes.control()));
    join(lab, build);
    supervisor.start(names(processes.agents()));
  }

  /**
   * A Temporal server killed while it makes its database never starts on it again. Nobody can have
   * used one that did not answer before the control process was first started.
   */
  private static void removeHalfMadeHistories(Home home, Supervisor supervisor) {
    boolean wasHealthy = Settings.of(home).get("build").isPresent();
    if (wasHealthy || Files.exists(historiesReady(home))) {
      return;
    }
    supervisor.stop("temporal");
    Disk.list(home.temporal()).forEach(Disk::delete);
  }

  private static Path historiesReady(Home home) {
    return home.temporal().resolve("ready");
  }

  /** The new portal migrates the database; this is the way back. */
  private void backUpBeforeNewBuild(Laboratory lab, Build build, Supervisor supervisor) {
    boolean other = !Settings.of(lab.home()).get("build").orElse(build.key()).equals(build.key());
    var postgres = supervisor.states().get("postgres");
    if (other && postgres != null && postgres.isRunning()) {
      String name = Instant.now().toString().replace(':', '-') + "-before-" + build.key();
      Path file = new Database(lab).backup(name);
      context.progress().say("another build: database saved as " + file);
    }
  }

  private void join(Laboratory lab, Build build) {
    var strangers =
        lab.nodes().stream()
            .filter(n -> !Files.exists(lab.home().node(n).resolve("identity/key.p12")))
            .toList();
    if (strangers.isEmpty()) {
      return;
    }
    context.progress().run("portal", () -> new HealthWait(context, lab).awaitPortal(LIMIT));
    var enrolment = new Enrolment(lab, build);
    try (var work = new SideBySide()) {
      strangers.forEach(node -> work.run(() -> enrolment.join(node)));
      work.joinAll();
    }
  }

  private static List<String> names(List<ProcessSpec> processes) {
    return processes.stream().map(ProcessSpec::name).toList();
  }
}
