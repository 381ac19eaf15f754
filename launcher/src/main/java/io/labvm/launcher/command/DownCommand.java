package io.labvm.launcher.command;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.machine.Prerequisites;
import io.labvm.launcher.shell.UserError;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;

/** {@code labvm down}: stops everything of a home and leaves its data. */
public final class DownCommand {
  private final Context context;

  public DownCommand(Context context) {
    this.context = context;
  }

  /** Runs the command; repeating it does nothing and succeeds. */
  public void run(List<String> line) {
    var arguments = Arguments.parse(line, Set.of("--home"), Set.of("--keep-desktops"));
    arguments.noWords();
    Home home = Context.home(arguments);
    if (!Files.isDirectory(home.path())) {
      context.out().println("Nothing runs from " + home.path());
      return;
    }
    if (!Prerequisites.isRoot()) {
      throw new UserError("Cannot stop " + home.path(), "that takes root rights", "Use sudo");
    }
    boolean keep = arguments.has("--keep-desktops");
    context.alone(home, () -> new Stopper(context, home).stop(keep));
    context.out().println(keep ? "The control plane is down, desktops run on" : "Down");
  }
}
