package io.labvm.launcher.command;

import io.labvm.launcher.build.Build;
import io.labvm.launcher.build.Maven;
import io.labvm.launcher.machine.Packages;
import io.labvm.launcher.machine.Prerequisites;
import io.labvm.launcher.machine.Tool;
import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Terminal;
import io.labvm.launcher.shell.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code labvm bench layers …}: builds what measures, installs what it is compared to, runs it. */
public final class BenchCommand {
  private static final String STEP = "benchmarks";

  private final Context context;

  public BenchCommand(Context context) {
    this.context = context;
  }

  /** Runs the benchmarks and returns their exit code. */
  public int run(List<String> line) {
    if (line.isEmpty() || !line.getFirst().equals("layers")) {
      throw UserError.usage("There are benchmarks of: layers");
    }
    if (!Prerequisites.isRoot()) {
      throw new UserError("No benchmarks", "they mount file systems", "Run it with sudo");
    }
    install();
    compile();
    return Terminal.hand(command(line.subList(1, line.size())), Path.of("").toAbsolutePath());
  }

  private void install() {
    var tools = new ArrayList<>(Tool.toRunMooseFs());
    tools.addAll(Tool.toCompare());
    new Packages(context.progress(), Path.of("/var/log/labvm-packages.log"))
        .install(Tool.missing(tools));
  }

  private void compile() {
    Path log = context.root().resolve("target/labvm-bench.log");
    var goals =
        List.of("package", "-DskipTests", "-Dquick", "-Dspotless.check.skip", "-pl", "bench");
    var withOthers = new ArrayList<>(goals);
    withOthers.add("--also-make");
    context
        .progress()
        .step(STEP, () -> Maven.of(context.root(), context.jdk()).run(withOthers, log, _ -> {}))
        .orFail("The benchmarks were not built", "See " + log);
  }

  /** In namespaces of its own, so that no mount and no process outlives it. */
  private List<String> command(List<String> line) {
    var command = new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
    command.addAll(List.of("--pid", "--fork", "--kill-child", "--mount-proc"));
    command.addAll(Build.java(context.jdk(), "-Xmx256m"));
    command.add("-Dlabvm.layer.command=" + String.join("\n", engine()));
    command.addAll(List.of("-cp", jar(), "io.labvm.bench.LayersBench"));
    command.addAll(line);
    return command;
  }

  /** The layer command as people start it. */
  private List<String> engine() {
    var command = new ArrayList<>(Build.java(context.jdk(), "-Xmx256m"));
    command.addAll(List.of("-cp", jar(), Bases.LAYER_COMMAND));
    return command;
  }

  private String jar() {
    return Disk.list(context.root().resolve("bench/target")).stream()
        .map(Path::toString)
        .filter(name -> name.endsWith("-app.jar"))
        .findFirst()
        .orElseThrow(() -> new UserError("The benchmarks were not built", "no jar", ""));
  }
}
