package io.labvm.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where client commands begin: picks one and turns its end into an exit code. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process: 0 done, 1 not done, 64 wrong usage. */
  public static void main(String[] line) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var messages = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(List.of(line), Session.ofEnvironment(System.getenv()), out, messages));
  }

  static int run(List<String> line, Session session, PrintStream out, PrintStream messages) {
    try {
      var arguments = Arguments.parse(line);
      var output = new Output(out, messages, arguments.has("--json"));
      dispatch(arguments, session, output);
      return 0;
    } catch (Problem problem) {
      messages.print(problem.text());
      return 1;
    } catch (IllegalArgumentException e) {
      messages.println("labvm: " + e.getMessage() + "\n" + USAGE);
      return 64;
    }
  }

  private static final String USAGE =
      """
      usage: labvm login [--portal URL] LOGIN | logout
             labvm register LOGIN --mail MAIL --name NAME [--base B] [--node N] [--language L]
             labvm desktop ls | create [--base B] [--node N] [--language L]
             labvm desktop show|start|stop|restart-session|rotate-secret|delete|vnc [DESKTOP]
             labvm desktop programs [DESKTOP]
             labvm desktop switch [DESKTOP] [--node NODE] [--at 2027-01-31T02:00:00Z|--when-idle]
             labvm desktop switch [DESKTOP] --cancel
             labvm desktop limits [DESKTOP] [--cpus 1.5] [--memory 4G] [--tasks 2000] [--shm 1G]
             labvm desktop idle|extend|unlock [DESKTOP]
             labvm desktop lock [DESKTOP] --until 2027-01-31T02:00:00Z
             labvm version ls|backup [DESKTOP]
             labvm version tree V [PATH] | get V PATH [--output FILE|-] | label V TEXT
             labvm version diff V W [PATH] | packages V W | pin|unpin|delete V
             labvm version restore V | fork V [--name NAME] | copy-back V PATH [--replace]
             labvm version policy [DESKTOP] [--every MINUTES]
             labvm version retention [DESKTOP] [--last N --hourly N --daily N --weekly N
                      --monthly N|--default] [--dry-run]
             labvm left ls [DESKTOP] | tree LEFT [PATH] | get LEFT PATH [--output FILE|-]
             labvm left copy-back LEFT PATH [--replace] | discard LEFT
             labvm store stats|maintenance
             labvm store maintenance run prune|fold|verify|rebuild|measure
             labvm ops [OPERATION]
             labvm gpu ls | ask COUNT|default [DESKTOP] [--hours N] | mode NODE shared|exclusive
             labvm node ls | cordon|uncordon|plan|drain|bring-home NODE [--at-once N]
             labvm node drain NODE status|pause|resume|cancel
      options: --portal URL, --cacert FILE (certificates of the portal or its authority),
                      --desktop DESKTOP (of a version or LEFT), --json, --no-wait\
      """;

  private static void dispatch(Arguments arguments, Session session, Output output) {
    switch (arguments.word(0, "a command")) {
      case "login" -> new SignIn(session, output).login(arguments);
      case "logout" -> new SignIn(session, output).logout(arguments);
      case "register" -> new RegisterCommand(session, output).run(arguments);
      case "desktop" -> new DesktopCommand(session.api(arguments), output).run(arguments);
      case "version" -> new VersionCommand(session.api(arguments), output).run(arguments);
      case "left" -> new LeftCommand(session.api(arguments), output).run(arguments);
      case "store" -> new StoreCommand(session.api(arguments), output).run(arguments);
      case "ops" -> new OperationsCommand(session.api(arguments), output).run(arguments);
      case "gpu" -> new GpuCommand(session.api(arguments), output).run(arguments);
      case "node" -> new NodeCommand(session.api(arguments), output).run(arguments);
      default -> throw new IllegalArgumentException("there is no command " + arguments.word(0, ""));
    }
  }
}
