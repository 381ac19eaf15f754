package io.labvm.launcher.command;

import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code base/test}, which starts a desktop of a built base and says {@code ok} per check. */
final class BaseTests {
  private static final String STEP = "base tests";
  private static final String PASSED = "ok - ";
  private static final String FAILED = "not ok - ";

  private final Path root;
  private final Progress progress;

  BaseTests(Path root, Progress progress) {
    this.root = root;
    this.progress = progress;
  }

  TestReports run(Path tar) {
    return progress.step(STEP, () -> counted(outcome(tar)));
  }

  private Program.Outcome outcome(Path tar) {
    return Program.of(root.resolve("base/test").toString(), tar.toString())
        .in(root)
        .loggedTo(root.resolve("target/base-test.log"))
        .telling(line -> progress.detail(STEP, line))
        .run();
  }

  /** A script that ends badly without naming a check counts as one failure. */
  static TestReports counted(Program.Outcome outcome) {
    int passed = 0;
    var failures = new ArrayList<String>();
    for (String line : outcome.output().lines().toList()) {
      if (line.startsWith(PASSED)) {
        passed++;
      } else if (line.startsWith(FAILED)) {
        failures.add("base/test: " + line.substring(FAILED.length()));
      }
    }
    if (!outcome.ok() && failures.isEmpty()) {
      failures.add("base/test: exit " + outcome.exit() + ", " + String.join(" ", outcome.tail(1)));
    }
    return new TestReports(passed, failures.size(), List.copyOf(failures));
  }
}
