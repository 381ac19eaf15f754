package io.labvm.launcher.command;

import io.labvm.launcher.build.Builds;
import io.labvm.launcher.build.Maven;
import io.labvm.launcher.build.SourceTree;
import io.labvm.launcher.machine.Packages;
import io.labvm.launcher.machine.TemporalBinary;
import io.labvm.launcher.machine.Tool;
import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.UserError;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code labvm test}: runs levels of tests and ends with the one line that counts them. */
public final class TestCommand {
  private static final String STEP = "tests";
  private static final String MOOSEFS = "--moosefs";
  private static final Pattern MODULE =
      Pattern.compile("\\[INFO] Building labvm-(\\S+) .*\\[(\\d+)/(\\d+)]");
  private static final Pattern CLASS = Pattern.compile("\\[INFO] Running (\\S+)");

  /** Which integration tests belong to a level; unit tests are Surefire's. */
  private static final Map<String, String> LEVELS =
      new LinkedHashMap<>(
          Map.of(
              "unit", "",
              "kernel", "*KernelIT",
              "container", "*ContainerIT,*TemporalIT",
              "store", "*StoreIT",
              "e2e", "*E2E",
              "fuzz", "*FuzzIT",
              "chaos", "ChaosE2E",
              "switch-table", "SwitchTableFull",
              "bench", "*BenchIT"));

  private static final Set<String> DEFAULT = Set.of("unit", "kernel", "container", "store", "e2e");

  private final Context context;
  private final PrintStream out;

  public TestCommand(Context context) {
    this.context = context;
    this.out = context.out();
  }

  /** Runs the levels and returns 0 only when every test passed. */
  public int run(List<String> line) {
    Arguments arguments = Arguments.parse(line, Set.of("--minutes", "--seed"), Set.of(MOOSEFS));
    Set<String> levels = levels(arguments.words());
    boolean onMooseFs = arguments.has(MOOSEFS);
    List<String> wishes = wishes(arguments);
    Instant start = Instant.now();
    Path log = context.root().resolve("target/labvm-test.log");
    try {
      prepare(levels, onMooseFs);
      Disk.delete(log);
      boolean built = maven(levels, wishes, onMooseFs, log);
      TestReports reports = TestReports.read(context.root(), start).and(baseTests(levels));
      return report(built, reports, log);
    } catch (UserError e) {
      out.println(e.getMessage());
      out.println("0 passed, 1 failed");
      return 1;
    }
  }

  private static Set<String> levels(List<String> line) {
    var levels = new java.util.LinkedHashSet<String>();
    for (String level : line.isEmpty() ? List.of("all") : line) {
      switch (level) {
        case "all" -> levels.addAll(DEFAULT);
        case "full" -> levels.addAll(LEVELS.keySet());
        default -> {
          if (!LEVELS.containsKey(level)) {
            throw UserError.usage("There is no test level '" + level + "'");
          }
          levels.add(level);
        }
      }
    }
    return levels;
  }

  private void prepare(Set<String> levels, boolean onMooseFs) {
    var tools = new ArrayList<>(Tool.toRun());
    tools.addAll(Tool.toBuild());
    tools.addAll(Tool.toBuildBases());
    tools.addAll(Tool.toTest());
    if (onMooseFs || levels.contains("store") || levels.contains("e2e")) {
      tools.addAll(Tool.toRunMooseFs());
    }
    new Packages(context.progress(), Path.of("/var/log/labvm-packages.log"))
        .install(Tool.missing(tools));
    Path temporal = new TemporalBinary(context.root()).obtain(context.progress());
    System.setProperty("labvm.temporal", temporal.toString());
    // end-to-end tests start homes while Maven runs: they must find this build, not start another
    Builds.likeTests(new SourceTree(context.root()), context.jdk(), context.progress()).current();
  }

  /**
   * How long each fuzz test and chaos go on, without it as long as they take by themselves; and
   * what chaos repeats.
   */
  private static List<String> wishes(Arguments arguments) {
    var wishes = new ArrayList<String>();
    arguments
        .value("--minutes")
        .ifPresent(
            text -> {
              String minutes = number("--minutes", text, "[1-9][0-9]{0,3}", "from 1 to 9999");
              wishes.add("-Dlabvm.fuzz.minutes=" + minutes);
              wishes.add("-Dlabvm.chaos.minutes=" + minutes);
            });
    arguments
        .value("--seed")
        .ifPresent(
            text ->
                wishes.add(
                    "-Dlabvm.chaos.seed=" + number("--seed", text, "-?[0-9]{1,18}", "of a seed")));
    return wishes;
  }

  private static String number(String option, String text, String form, String which) {
    if (!text.matches(form)) {
      throw UserError.usage(option + " needs a number " + which + ", not '" + text + "'");
    }
    return text;
  }

  private boolean maven(Set<String> levels, List<String> wishes, boolean onMooseFs, Path log) {
    var goals =
        new ArrayList<>(
            List.of(
                "verify",
                "--fail-at-end",
                "-Dmaven.test.failure.ignore=true",
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dfailsafe.failIfNoSpecifiedTests=false"));
    if (!levels.contains("unit")) {
      goals.add("-Dsurefire.skip=true");
      goals.add("-Dtest=NoUnitTests");
    }
    goals.addAll(wishes);
    List<String> integration =
        levels.stream().map(LEVELS::get).filter(p -> p != null && !p.isEmpty()).toList();
    goals.add(integration.isEmpty() ? "-DskipITs" : "-Dit.test=" + String.join(",", integration));
    return context
        .progress()
        .step(STEP, () -> mavenFor(onMooseFs).run(goals, log, this::tell).ok());
  }

  private Maven mavenFor(boolean onMooseFs) {
    Maven maven =
        Maven.of(context.root(), context.jdk())
            .with("LABVM_REQUIRED", "1")
            .with("LABVM_KERNEL", "required")
            .with("LABVM_TEMPORAL", System.getProperty("labvm.temporal", ""));
    return onMooseFs ? maven.with("LABVM_E2E_STORE", "moosefs") : maven;
  }

  private void tell(String line) {
    Matcher module = MODULE.matcher(line);
    Matcher test = CLASS.matcher(line);
    if (module.find()) {
      context
          .progress()
          .detail(STEP, module.group(1) + " (" + module.group(2) + " of " + module.group(3) + ")");
    } else if (test.find()) {
      context.progress().detail(STEP, test.group(1));
    }
  }

  /** The base has no Java: its own script checks a built one. */
  private TestReports baseTests(Set<String> levels) {
    if (!levels.contains("container")) {
      return TestReports.NONE;
    }
    Path tar = new Bases(context.root(), context.progress()).tar("tiny");
    return new BaseTests(context.root(), context.progress()).run(tar);
  }

  private int report(boolean built, TestReports reports, Path log) {
    reports.failures().forEach(f -> out.println("FAILED " + f));
    if (!built && reports.failed() == 0) {
      Disk.read(log).lines().filter(l -> l.startsWith("[ERROR]")).limit(15).forEach(out::println);
      out.println("The build failed, see " + log);
      out.println("0 passed, 1 failed");
      return 1;
    }
    out.println(reports.passed() + " passed, " + reports.failed() + " failed");
    return reports.failed() == 0 && reports.passed() > 0 ? 0 : 1;
  }
}
