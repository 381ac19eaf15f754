package io.labvm.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.launcher.shell.Progress;
import io.labvm.launcher.shell.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OddHomesTest {
  @TempDir private Path directory;

  private Context context() {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Context(directory, directory, nowhere, new Progress(nowhere));
  }

  private List<String> here(String... words) {
    return java.util.stream.Stream.concat(
            List.of(words).stream(), List.of("--home", directory.toString()).stream())
        .toList();
  }

  @Test
  void aHomeOfANewerFormatIsLeftAloneByEveryCommand() throws IOException {
    Files.writeString(directory.resolve("FORMAT"), "9\n");
    List<Runnable> commands =
        List.of(
            () -> new UpCommand(context()).run(here()),
            () -> new DownCommand(context()).run(here()),
            () -> new StatusCommand(context()).run(here()),
            () -> new LogsCommand(context()).run(here("portal")),
            () -> new BaseCommand(context()).run(here("import", "x", directory.toString())),
            () -> new ClientCommand(context()).run(here("desktop", "ls")));
    for (Runnable command : commands) {
      assertThatThrownBy(command::run)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("made by a newer labVm (format 9");
    }
    assertThat(directory.toFile().list()).containsExactly("FORMAT");
  }

  @Test
  void logsOfALaboratoryThatNeverRanSayHowToStartOne() {
    assertThatThrownBy(() -> new LogsCommand(context()).run(here("portal")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Start one by ./labvm up");
  }
}
