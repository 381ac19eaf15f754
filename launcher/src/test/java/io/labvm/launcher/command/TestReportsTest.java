package io.labvm.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  @TempDir private Path root;

  private void report(String module, String folder, Instant time, String cases) throws Exception {
    Path directory =
        Files.createDirectories(root.resolve(module).resolve("target").resolve(folder));
    Path file = directory.resolve("TEST-a.xml");
    Files.writeString(file, "<testsuite>" + cases + "</testsuite>");
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  @Test
  void countsSkippedTestsAsFailed() throws Exception {
    report(
        "a",
        "surefire-reports",
        START,
        """
        <testcase classname="A" name="good"/>
        <testcase classname="A" name="bad"><failure message="&#10;no&#10;  more">x</failure></testcase>
        <testcase classname="A" name="broken"><error/></testcase>""");
    report(
        "b",
        "failsafe-reports",
        START,
        "<testcase classname='B' name='left out'><skipped message='no root'/></testcase>");
    TestReports reports = TestReports.read(root, START);
    assertThat(reports.passed()).isEqualTo(1);
    assertThat(reports.failures())
        .containsExactlyInAnyOrder(
            "A.bad: failure no more", "A.broken: error ", "B.left out: skipped no root");
  }

  @Test
  void leavesOlderRunsAside() throws Exception {
    report("a", "surefire-reports", START.minusSeconds(60), "<testcase name='x' classname='A'/>");
    assertThat(TestReports.read(root, START).passed()).isZero();
  }

  @Test
  void unreadableReportIsAFailure() throws Exception {
    report("a", "surefire-reports", START, "<testcase");
    assertThat(TestReports.read(root, START).failed()).isEqualTo(1);
  }
}
