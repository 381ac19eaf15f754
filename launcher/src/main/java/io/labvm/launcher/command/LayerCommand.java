package io.labvm.launcher.command;

import io.labvm.launcher.home.Home;
import io.labvm.launcher.shell.Terminal;
import java.util.List;

/** {@code labvm layer …} and {@code labvm node join …}: handed to the commands of the build. */
public final class LayerCommand {
  private final Context context;

  public LayerCommand(Context context) {
    this.context = context;
  }

  /** Hands a command line to the layer engine. */
  public int layer(List<String> line) {
    return hand(Bases.LAYER_COMMAND, line);
  }

  /** Hands a command line to the node channel's enrolment. */
  public int join(List<String> line) {
    return hand(Enrolment.JOIN_COMMAND, line);
  }

  private int hand(String mainClass, List<String> line) {
    var build = context.buildOf(Home.at(Home.DEFAULT));
    return Terminal.hand(
        build.commandLine(mainClass, line), java.nio.file.Path.of("").toAbsolutePath());
  }
}
