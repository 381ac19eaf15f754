package io.labvm.launcher.command;

import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.home.Ports;
import io.labvm.launcher.process.Supervisor;
import io.labvm.launcher.shell.Program;
import io.labvm.launcher.shell.UserError;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds ports that somebody else listens on, before a process dies of it. */
final class PortCheck {
  private static final Pattern USER = Pattern.compile("\\(\\(\"([^\"]+)\",pid=(\\d+)");

  private final Laboratory lab;

  PortCheck(Laboratory lab) {
    this.lab = lab;
  }

  void check() {
    // while supervised processes run, the ports are theirs
    if (!new Supervisor(lab.home()).states().values().stream().allMatch(Supervisor.State::isDown)) {
      return;
    }
    lab.ports().byName().forEach((_, port) -> check(port));
    check(lab.ports().vncFirst());
    check(lab.ports().sshFirst());
  }

  private void check(int port) {
    if (!Ports.isFree(Optional.of(InetAddress.getLoopbackAddress()), port)) {
      throw new UserError(
          "Port " + port + " is taken",
          user(port).orElse("another program listens on it"),
          "Stop that program, or choose other ports: ./labvm up --ports auto");
    }
  }

  private static Optional<String> user(int port) {
    Matcher matcher = USER.matcher(Program.of("ss", "-Hltnp", "sport = :" + port).run().output());
    return matcher.find()
        ? Optional.of(matcher.group(1) + " (process " + matcher.group(2) + ") listens on it")
        : Optional.empty();
  }
}
