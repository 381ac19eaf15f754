package io.labvm.launcher.command;

import io.labvm.launcher.build.Application;
import io.labvm.launcher.build.Build;
import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Archives of loaded and linked classes, which halve the work of starting an application. Recorded
 * once per build, after the first start, in the background and with the lowest priority.
 */
public final class Archives {
  /** The command that the launcher calls on itself; people need not know it. */
  public static final String COMMAND = "record-archives";

  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Context context;

  public Archives(Context context) {
    this.context = context;
  }

  /** Starts recording what is missing, and does not wait. */
  void recordInBackground(Laboratory lab, Build build) {
    if (configurations(lab).keySet().stream().allMatch(a -> Files.exists(build.archive(a)))) {
      return;
    }
    var command = new ArrayList<>(List.of("setsid", "nice", "-n", "19"));
    command.addAll(
        List.of(
            context.jdk().resolve("bin/java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-Dlabvm.root=" + context.root(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.labvm.launcher.Main",
            COMMAND,
            lab.home().path().toString()));
    Path log = lab.home().log("archives");
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .directory(Path.of("/").toFile());
    // so that taking the home down ends it, too
    builder.environment().put("LABVM_HOME", lab.home().hash());
    try {
      builder.start();
    } catch (IOException e) {
      throw new UserError("Cannot record archives", String.valueOf(e.getMessage()), "");
    }
  }

  /** Records what is missing for the build that a home runs. */
  public void record(Path path) {
    Home home = Home.at(path);
    Laboratory lab = Laboratory.load(home).orElseThrow(() -> Context.notMade(home));
    Build build = context.buildOf(home);
    configurations(lab)
        .forEach(
            (application, configuration) -> {
              if (!Files.exists(build.archive(application))) {
                record(lab, build, application, configuration);
              }
            });
  }

  private static Map<Application, String> configurations(Laboratory lab) {
    var map = new LinkedHashMap<Application, String>();
    map.put(Application.PORTAL, "portal");
    map.put(Application.NODE, "node-" + lab.nodes().getFirst());
    map.put(Application.CONTROL, "control");
    map.put(Application.STORE, "store");
    map.put(Application.GATEWAY, "gateway");
    return map;
  }

  private void record(Laboratory lab, Build build, Application application, String configuration) {
    Path part = build.home(application).resolve("app.aot.part");
    Path file = lab.home().config().resolve(configuration + ".yaml");
    String argument = "--spring.config.additional-location=file:" + file;
    var outcome =
        Program.of(build.record(application, part, argument))
            .in(Path.of("/"))
            .limitedTo(LIMIT)
            .run();
    if (!outcome.ok() || !Files.exists(part)) {
      outcome.tail(5).forEach(context.out()::println);
      Disk.delete(part);
      return;
    }
    keep(build, application, part);
    context.out().println(application + " recorded");
  }

  /** For this home, and for later homes of the same build. */
  private void keep(Build build, Application application, Path part) {
    try {
      Files.move(part, build.archive(application), StandardCopyOption.ATOMIC_MOVE);
      Path made = context.root().resolve("target/labvm").resolve(build.key());
      Path shared = new Build(made, build.jdk()).archive(application);
      if (Files.isDirectory(shared.resolveSibling("")) && !Files.exists(shared)) {
        Files.createLink(shared, build.archive(application));
      }
    } catch (IOException e) {
      // another file system: later homes record their own
      context.out().println(application + " is not shared: " + e.getMessage());
    }
  }
}
