package io.labvm.launcher;

import io.labvm.launcher.build.SourceTree;
import io.labvm.launcher.command.Archives;
import io.labvm.launcher.command.BaseCommand;
import io.labvm.launcher.command.BenchCommand;
import io.labvm.launcher.command.ClientCommand;
import io.labvm.launcher.command.Context;
import io.labvm.launcher.command.DownCommand;
import io.labvm.launcher.command.Help;
import io.labvm.launcher.command.LayerCommand;
import io.labvm.launcher.command.LogsCommand;
import io.labvm.launcher.command.StatusCommand;
import io.labvm.launcher.command.TestCommand;
import io.labvm.launcher.command.UpCommand;
import io.labvm.launcher.shell.Progress;
import io.labvm.launcher.shell.UserError;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Where {@code ./labvm} begins: picks the command and turns its end into an exit code. */
public final class Main {
  private static final int BUG = 70;

  private Main() {}

  /** Runs one command and ends the process. */
  public static void main(String[] line) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var messages = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(line), out, messages));
  }

  private static int run(List<String> line, PrintStream out, PrintStream messages) {
    try (var progress = new Progress(messages)) {
      Path root = Path.of(System.getProperty("labvm.root", "."));
      Path jdk = Path.of(System.getProperty("java.home"));
      return dispatch(new Context(root, jdk, out, progress), line);
    } catch (UserError e) {
      messages.println("labvm: " + e.getMessage());
      return e.exitCode();
    } catch (RuntimeException e) {
      messages.println("labvm: this is a bug, please report it with the lines below");
      e.printStackTrace(messages);
      return BUG;
    }
  }

  private static int dispatch(Context context, List<String> line) {
    String command = line.isEmpty() ? "help" : line.getFirst();
    List<String> rest = line.isEmpty() ? List.of() : line.subList(1, line.size());
    boolean asksForHelp = rest.contains("--help") || rest.contains("-h");
    if (asksForHelp) {
      return done(() -> Help.ofWord(command, context.out()));
    }
    return switch (command) {
      case "up" -> done(() -> new UpCommand(context).run(rest));
      case "down" -> done(() -> new DownCommand(context).run(rest));
      case "status" -> new StatusCommand(context).run(rest);
      case "logs" -> new LogsCommand(context).run(rest);
      case "build" -> done(() -> context.out().println(context.currentBuild().directory()));
      case "base" -> done(() -> new BaseCommand(context).run(rest));
      case "test" -> new TestCommand(context).run(rest);
      case "bench" -> new BenchCommand(context).run(rest);
      case Archives.COMMAND -> done(() -> new Archives(context).record(Path.of(rest.getFirst())));
      case LayerCommand.COMMAND_LINE -> done(() -> new LayerCommand(context).printCommandLine());
      case "node" -> node(context, line, rest);
      case "login", "logout", "desktop", "gpu", "left", "ops", "register", "store" ->
          new ClientCommand(context).run(line);
      case "version" ->
          rest.isEmpty() ? done(() -> version(context)) : new ClientCommand(context).run(line);
      case "--version" -> done(() -> version(context));
      case "help", "--help", "-h" -> done(() -> help(context, rest));
      default -> throw UserError.usage("There is no command '" + command + "'");
    };
  }

  private static void help(Context context, List<String> rest) {
    if (rest.isEmpty()) {
      Help.overview(context.out());
    } else {
      Help.ofWord(rest.getFirst(), context.out());
    }
  }

  private static int node(Context context, List<String> line, List<String> rest) {
    return !rest.isEmpty() && rest.getFirst().equals("join")
        ? new LayerCommand(context).join(rest.subList(1, rest.size()))
        : new ClientCommand(context).run(line);
  }

  private static void version(Context context) {
    context.out().println("labvm, sources " + new SourceTree(context.root()).key());
  }

  private static int done(Runnable work) {
    work.run();
    return 0;
  }
}
