package io.labvm.launcher.command;

import io.labvm.launcher.build.Application;
import io.labvm.launcher.home.Home;
import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.shell.Terminal;
import io.labvm.launcher.shell.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Commands that only speak to a portal. They live in module cli; on the home's own machine root
 * needs no login, because the home's admin token can be read.
 */
public final class ClientCommand {
  private final Context context;

  public ClientCommand(Context context) {
    this.context = context;
  }

  /** Hands the whole command line over and returns the exit code. */
  public int run(List<String> line) {
    var rest = new ArrayList<>(line);
    Optional<Path> named = takeHome(rest);
    Home home = Home.at(named.orElse(Home.DEFAULT));
    if (named.isPresent()) {
      addPortal(rest, home);
    }
    var build = context.buildOf(home);
    var command = new ArrayList<>(build.start(Application.CLI));
    command.addAll(rest);
    return Terminal.hand(command, Path.of("").toAbsolutePath(), environment(home));
  }

  private static Optional<Path> takeHome(List<String> line) {
    int at = line.indexOf("--home");
    if (at < 0) {
      return Optional.empty();
    }
    if (at + 1 >= line.size()) {
      throw UserError.usage("--home needs a value");
    }
    line.remove(at);
    return Optional.of(Path.of(line.remove(at)));
  }

  /** A home that is named means its own portal, wherever somebody has signed in before. */
  private static void addPortal(List<String> line, Home home) {
    home.checkFormat();
    Laboratory lab = Laboratory.load(home).orElseThrow(() -> Context.notMade(home));
    if (!line.contains("--portal")) {
      line.addAll(List.of("--portal", lab.localPortalUrl()));
    }
  }

  private static Map<String, String> environment(Home home) {
    var environment = new HashMap<String, String>();
    Path token = home.secrets().resolve("admin-token");
    if (Files.isReadable(token)) {
      environment.put("LABVM_ADMIN_TOKEN_FILE", token.toString());
      Laboratory.load(home)
          .ifPresent(
              lab -> {
                environment.put("LABVM_HOME_PORTAL", lab.localPortalUrl());
                lab.certificate()
                    .ifPresent(
                        c -> environment.put("LABVM_HOME_CERTIFICATE", c.chain().toString()));
              });
    }
    return environment;
  }
}
