package io.labvm.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.nodechannel.Activity;
import io.labvm.nodechannel.HeldDesktop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesktopsTest {
  @TempDir Path state = Path.of("");

  private final FakeGroups groups = new FakeGroups();

  @Test
  void namesWhatTheNodeRemembersAndWhatRuns() throws IOException {
    owner("d1", "{\"upper\":\"u1\",\"epoch\":3,\"base\":\"tiny-1\"}");
    owner("d2", "{\"upper\":\"u2\",\"epoch\":1}");
    groups.with("d1", 3, Activity.RUNNING).with("d1", 2, Activity.RUNNING);

    assertThat(new Desktops(new OwnerFiles(state), groups).look())
        .containsExactlyInAnyOrder(
            new HeldDesktop("d1", 3, "u1", Activity.RUNNING),
            new HeldDesktop("d1", 2, null, Activity.RUNNING),
            new HeldDesktop("d2", 1, "u2", Activity.GONE));
  }

  @Test
  void livesWithGarbageAndStillSeesWhatRuns() throws IOException {
    owner("d1", "{\"upper\":");
    owner("d2", "");
    owner("d3", "x".repeat(100_000));
    owner("a b", "{}");
    Files.createDirectories(state.resolve("desktops/d4/owner.json"));
    groups.with("d1", 7, Activity.RUNNING);

    assertThat(new Desktops(new OwnerFiles(state), groups).look())
        .containsExactly(new HeldDesktop("d1", 7, null, Activity.RUNNING));
  }

  @Test
  void removesGroupsOfEpochsThatNobodyHolds() throws IOException {
    owner("d1", "{\"upper\":\"u1\",\"epoch\":3}");
    groups.with("d1", 2, Activity.GONE).with("d1", 3, Activity.GONE).with("d9", 1, Activity.GONE);

    new Desktops(new OwnerFiles(state), groups).look();

    assertThat(groups.list()).containsExactly(new Holding("d1", 3));
  }

  @Test
  void isEmptyBeforeTheStateExists() throws IOException {
    assertThat(new Desktops(new OwnerFiles(state.resolve("none")), groups).look()).isEmpty();
  }

  private void owner(String desktop, String content) throws IOException {
    var directory = Files.createDirectories(state.resolve("desktops").resolve(desktop));
    Files.writeString(directory.resolve("owner.json"), content);
  }
}
