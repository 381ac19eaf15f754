package io.labvm.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.nodechannel.Activity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FenceTest {
  private final FakeGroups groups =
      new FakeGroups()
          .with("d1", 2, Activity.RUNNING)
          .with("d1", 3, Activity.FROZEN)
          .with("d1", 4, Activity.RUNNING)
          .with("d2", 1, Activity.RUNNING);
  private final Path run;
  private final Fence fence;

  FenceTest(@TempDir Path run) throws IOException {
    this.run = Files.createDirectories(run);
    fence = new Fence(run, groups, new GuardLog(new PrintStream(new ByteArrayOutputStream())));
  }

  @Test
  void killsTheEpochAndOlderOnesButNeverANewerOne() throws IOException {
    fence.kill(new Holding("d1", 3), "test");

    assertThat(groups.activity(new Holding("d1", 2))).isEqualTo(Activity.GONE);
    assertThat(groups.activity(new Holding("d1", 3))).isEqualTo(Activity.GONE);
    assertThat(groups.activity(new Holding("d1", 4))).isEqualTo(Activity.RUNNING);
    assertThat(groups.activity(new Holding("d2", 1))).isEqualTo(Activity.RUNNING);
  }

  @Test
  void thawsWhatAnEarlierGuardFrozeWhenItSeesItFirst() throws IOException {
    fence.run(new Holding("d1", 3));
    assertThat(groups.activity(new Holding("d1", 3))).isEqualTo(Activity.RUNNING);
    groups.freeze(new Holding("d1", 3));
    fence.run(new Holding("d1", 3));
    assertThat(groups.activity(new Holding("d1", 3)))
        .as("a pause of others")
        .isEqualTo(Activity.FROZEN);
  }

  @Test
  void thawsByVerdictOnlyWhatItFrozeAndNoCapture() throws IOException {
    Files.createDirectories(run.resolve("guard"));
    Files.writeString(run.resolve("guard/d1"), "1");
    fence.run(new Holding("d1", 3));
    assertThat(groups.activity(new Holding("d1", 3))).isEqualTo(Activity.FROZEN);

    fence.freeze(new Holding("d2", 1), "test");
    assertThat(groups.activity(new Holding("d2", 1))).isEqualTo(Activity.FROZEN);
    fence.run(new Holding("d2", 1));
    assertThat(groups.activity(new Holding("d2", 1))).isEqualTo(Activity.RUNNING);
  }
}
