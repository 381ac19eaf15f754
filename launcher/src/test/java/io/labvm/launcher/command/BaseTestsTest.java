package io.labvm.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.launcher.shell.Program;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaseTestsTest {
  private static TestReports counted(int exit, String output) {
    return BaseTests.counted(new Program.Outcome(List.of("base/test"), exit, output));
  }

  @Test
  void countsTheChecksOfTheScript() {
    TestReports reports =
        counted(1, "ok - one\nok - two\nnot ok - three\n  # why\n2 passed, 1 failed\n");
    assertThat(reports.passed()).isEqualTo(2);
    assertThat(reports.failures()).containsExactly("base/test: three");
  }

  @Test
  void aScriptThatEndsBeforeItsChecksIsAFailure() {
    TestReports reports = counted(64, "usage: base/test BASE.tar\n");
    assertThat(reports.failures()).containsExactly("base/test: exit 64, usage: base/test BASE.tar");
  }
}
