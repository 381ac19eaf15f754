package io.labvm.launcher.command;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.shell.Disk;
import io.labvm.launcher.shell.Terminal;
import io.labvm.launcher.shell.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code labvm logs NAME [-f]}: what a process has said. */
public final class LogsCommand {
  private final Context context;

  public LogsCommand(Context context) {
    this.context = context;
  }

  /** Runs the command and returns its exit code. */
  public int run(List<String> line) {
    var arguments = Arguments.parse(line, Set.of("--home", "-n"), Set.of("-f", "--follow"));
    Home home = Context.home(arguments);
    if (arguments.words().size() != 1) {
      throw UserError.usage("logs needs one name: " + names(home));
    }
    Path log = home.log(arguments.words().getFirst());
    if (!log.normalize().startsWith(home.logs()) || !Files.exists(log)) {
      String names = names(home);
      if (names.isEmpty()) {
        throw Context.notMade(home);
      }
      throw new UserError("No log of " + arguments.words().getFirst(), "there are " + names, "");
    }
    var command = new ArrayList<>(List.of("tail", "-n", arguments.value("-n").orElse("200")));
    if (arguments.has("-f") || arguments.has("--follow")) {
      command.add("-F");
    }
    command.add(log.toString());
    return Terminal.hand(command, context.root());
  }

  private static String names(Home home) {
    return String.join(
        ", ",
        Disk.list(home.logs()).stream()
            .map(p -> p.getFileName().toString())
            .filter(n -> n.endsWith(".log"))
            .map(n -> n.substring(0, n.length() - 4))
            .toList());
  }
}
