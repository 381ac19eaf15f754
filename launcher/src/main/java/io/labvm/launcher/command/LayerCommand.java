package io.labvm.launcher.command;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.shell.Terminal;
import java.nio.file.Path;
import java.util.List;

/** {@code labvm layer …} and {@code labvm node join …}: handed to the commands of the build. */
public final class LayerCommand {
  /** Asked by {@code ./labvm layer …}; not for people. */
  public static final String COMMAND_LINE = "layer-command-line";

  private final Context context;

  public LayerCommand(Context context) {
    this.context = context;
  }

  /**
   * Prints the command line of the layer engine, each word ended by a NUL byte: the shell replaces
   * itself by it, so that signals reach the engine and arguments keep their bytes.
   */
  public void printCommandLine() {
    var build = context.buildOf(Home.at(Home.DEFAULT));
    for (String word : build.commandLine(Bases.LAYER_COMMAND, List.of())) {
      context.out().print(word + '\0');
    }
    context.out().flush();
  }

  /** Hands a command line to the node channel's enrolment. */
  public int join(List<String> line) {
    var build = context.buildOf(Home.at(Home.DEFAULT));
    return Terminal.hand(
        build.commandLine(Enrolment.JOIN_COMMAND, line), Path.of("").toAbsolutePath());
  }
}
