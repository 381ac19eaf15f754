package io.labvm.e2e;

import io.labvm.e2e.SwitchFault.Kind;
import io.labvm.e2e.SwitchFault.Victim;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A few cells of the {@link SwitchTable}: its places before and after each change of hands. */
@ExtendWith(LabExtension.class)
class SwitchTableE2E {
  private static final List<SwitchPlace> PLACES =
      List.of(
          new SwitchPlace(SwitchPlace.Part.RUNNING, "NodeIo.Capture.after"),
          new SwitchPlace(SwitchPlace.Part.PAUSE, "Node.RemoveContainer.after"),
          new SwitchPlace(SwitchPlace.Part.PAUSE, "Store.TakeEpoch.after"),
          new SwitchPlace(SwitchPlace.Part.PAUSE, "Node.RunContainer.after"),
          new SwitchPlace(SwitchPlace.Part.AFTERWARDS, "Node.ReleaseRoot.before"));

  @Test
  void switchesSurviveDeathAndStandstill(Lab lab) throws IOException {
    var report = new SwitchReport(Repository.root().resolve("target/switch-table-short.md"));
    try (var table = new SwitchTable(lab, report)) {
      table.hit(new SwitchFault(Victim.TARGET_AGENT, Kind.KILL), PLACES);
      table.hit(new SwitchFault(Victim.SOURCE_AGENT, Kind.STOP), PLACES);
    }
  }
}
