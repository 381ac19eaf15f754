package io.labvm.workflows.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.DesktopState.Registration;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationRequest;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole table: in which phases a created desktop accepts a command. */
class CommandRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REGISTER        | account | ",
        "START           | account | STOPPED FAILED NODE_LOST",
        "START           | system  | STOPPED FAILED NODE_LOST RUNNING",
        "STOP            | account | RUNNING FAILED NODE_LOST",
        "RESTART_SESSION | account | RUNNING",
        "ROTATE_SECRET   | account | RUNNING STOPPED FAILED NODE_LOST",
        "BACKUP          | account | RUNNING STOPPED",
        "RESTORE         | account | RUNNING STOPPED",
        "COPY_BACK       | account | RUNNING",
        "SWITCH          | account | RUNNING STOPPED NODE_LOST",
        "LIMITS          | account | RUNNING STOPPED FAILED",
      })
  void allowedIn(OperationKind kind, String by, @Nullable String phases) {
    assertThat(allowing(kind, by, Registration.DONE)).isEqualTo(phases(phases));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REGISTER | PENDING | CREATING",
        "START    | PENDING | STOPPED FAILED NODE_LOST",
        "START    | DENIED  | ",
        "STOP     | PENDING | ",
      })
  void allowedBeforeTheDesktopIsCreated(
      OperationKind kind, Registration state, @Nullable String phases) {
    assertThat(allowing(kind, "account", state)).isEqualTo(phases(phases));
  }

  @ParameterizedTest
  @CsvSource({"PENDING", "DENIED", "DONE"})
  void deleteIsAlwaysAllowedButAfterADelete(Registration state) {
    assertThat(allowing(OperationKind.DELETE, "account", state))
        .isEqualTo(EnumSet.complementOf(EnumSet.of(DesktopPhase.ARCHIVED)));
  }

  private static Set<DesktopPhase> allowing(OperationKind kind, String by, Registration state) {
    var request = new OperationRequest(new OperationId("op"), kind, by, false);
    Set<DesktopPhase> allowing = EnumSet.noneOf(DesktopPhase.class);
    for (DesktopPhase phase : DesktopPhase.values()) {
      if (CommandRules.allows(request, phase, state)) {
        allowing.add(phase);
      }
    }
    return allowing;
  }

  private static Set<DesktopPhase> phases(@Nullable String names) {
    Set<DesktopPhase> phases = EnumSet.noneOf(DesktopPhase.class);
    if (names != null) {
      for (String name : names.split(" ", -1)) {
        phases.add(DesktopPhase.valueOf(name));
      }
    }
    return phases;
  }
}
