package io.labvm.ui.desktops;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopPhase;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandRulesTest {
  @ParameterizedTest
  @CsvSource({
    "WAITING_FOR_APPROVAL,DELETE,DELETE",
    "STOPPED,BACKUP DELETE ROTATE_SECRET START,DELETE",
    "RUNNING,BACKUP DELETE REPAIR_GPU RESTART_SESSION ROTATE_SECRET STOP,DELETE",
    "FAILED,DELETE ROTATE_SECRET START STOP,DELETE",
    "NODE_LOST,DELETE ROTATE_SECRET START STOP,DELETE",
    "CREATING,BACKUP DELETE REPAIR_GPU RESTART_SESSION ROTATE_SECRET START STOP,DELETE",
    "STARTING,BACKUP DELETE REPAIR_GPU RESTART_SESSION ROTATE_SECRET START STOP,DELETE",
    "STOPPING,BACKUP DELETE REPAIR_GPU RESTART_SESSION ROTATE_SECRET START STOP,DELETE",
    "SWITCHING,BACKUP DELETE REPAIR_GPU RESTART_SESSION ROTATE_SECRET START STOP,DELETE",
    "RESTORING,BACKUP DELETE REPAIR_GPU RESTART_SESSION ROTATE_SECRET START STOP,DELETE",
    "DELETING,'',''",
    "ARCHIVED,'',''"
  })
  void allowsWhatTheStateCanTake(DesktopPhase phase, String idle, String busy) {
    assertThat(names(CommandRules.allowed(phase, false))).isEqualTo(idle);
    assertThat(names(CommandRules.allowed(phase, true))).isEqualTo(busy);
  }

  private static String names(Set<DesktopCommand> commands) {
    return commands.stream().map(Enum::name).collect(Collectors.toCollection(TreeSet::new)).stream()
        .collect(Collectors.joining(" "));
  }
}
