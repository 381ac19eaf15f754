package io.labvm.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.nodechannel.Activity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreezeDeadlinesTest {
  private static final Holding HOLDING = new Holding("d1", 3);

  @TempDir Path runDir = Path.of("");

  private final FakeGroups groups = new FakeGroups().with("d1", 3, Activity.FROZEN);
  private long now = 10_000;

  @BeforeEach
  void directory() throws IOException {
    Files.createDirectory(runDir.resolve("guard"));
  }

  @Test
  void thawsOnlyAfterTheDeadline() throws IOException {
    var deadlines = deadlines();
    write("12000\n");

    deadlines.enforce();
    assertThat(groups.activity(HOLDING)).isEqualTo(Activity.FROZEN);
    now = 12_000;
    deadlines.enforce();
    assertThat(groups.activity(HOLDING)).isEqualTo(Activity.RUNNING);
    assertThat(runDir.resolve("guard/d1")).doesNotExist();
  }

  @Test
  void givesAnUnreadableDeadlineTwoSeconds() throws IOException {
    for (var garbage : new String[] {"", "soon", "9".repeat(5000)}) {
      var deadlines = deadlines();
      groups.freeze(HOLDING);
      write(garbage);

      deadlines.enforce();
      assertThat(groups.activity(HOLDING)).as(garbage).isEqualTo(Activity.FROZEN);
      now += 2_000;
      deadlines.enforce();
      assertThat(groups.activity(HOLDING)).as(garbage).isEqualTo(Activity.RUNNING);
    }
  }

  @Test
  void livesWithoutDirectoryAndWithForeignNames() throws IOException {
    Files.createDirectory(runDir.resolve("guard/..x"));
    deadlines().enforce();
    Files.delete(runDir.resolve("guard/..x"));
    Files.delete(runDir.resolve("guard"));
    deadlines().enforce();

    assertThat(groups.activity(HOLDING)).isEqualTo(Activity.FROZEN);
  }

  private FreezeDeadlines deadlines() {
    var log = new GuardLog(new PrintStream(new ByteArrayOutputStream()));
    return new FreezeDeadlines(runDir, groups, () -> now, log);
  }

  private void write(String content) throws IOException {
    Files.writeString(runDir.resolve("guard/d1"), content);
  }
}
