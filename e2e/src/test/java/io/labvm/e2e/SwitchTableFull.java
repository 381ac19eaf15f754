package io.labvm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole {@link SwitchTable}, as {@code ./labvm test switch-table} runs it in hours: the table
 * is in {@code target/switch-table.md}, also while it grows.
 *
 * <p>{@code labvm.switch-table.only} names the faults to try instead of all, as the table names
 * them, with commas.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchTableFull {
  private final SwitchReport report =
      new SwitchReport(Repository.root().resolve("target/switch-table.md"));
  private Lab lab;
  private SwitchTable table;

  @BeforeAll
  void start() throws IOException {
    lab =
        Lab.start(
            "tiny",
            """
            labvm.control.recoveries-per-hour: 1000
            labvm.placement.cpu-overcommit: 32
            labvm.placement.memory-overcommit: 4
            """);
    table = new SwitchTable(lab, report);
  }

  static Stream<Arguments> arguments() {
    return faults()
        .flatMap(fault -> Stream.of(".before", ".after").map(side -> Arguments.of(fault, side)));
  }

  private static Stream<SwitchFault> faults() {
    String only = System.getProperty("labvm.switch-table.only", "");
    return only.isBlank()
        ? SwitchFault.all().stream()
        : Stream.of(only.split(",")).map(SwitchFault::parse);
  }

  @ParameterizedTest
  @MethodSource("arguments")
  void switchesSurvive(SwitchFault fault, String side) {
    table.hit(fault, SwitchPlace.all(side));
  }

  @AfterAll
  void stop() throws IOException {
    try {
      table.close();
      assertThat(report.hasHoles()).isFalse();
    } finally {
      lab.close();
    }
  }
}
