package io.labvm.launcher.command;

import io.labvm.launcher.home.Laboratory;
import io.labvm.launcher.shell.Disk;
import java.io.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a person needs to know when everything is up. */
final class Summary {
  private final Context context;
  private final Laboratory lab;

  Summary(Context context, Laboratory lab) {
    this.context = context;
    this.lab = lab;
  }

  void print() {
    line("portal", lab.portalUrl());
    line("Temporal UI", lab.temporalUiUrl());
    line("sign in", "admin, " + password());
    line("home", lab.home().path().toString());
  }

  /** The password itself is shown to a person, never to a file or a pipe. */
  private String password() {
    Path file = lab.home().secrets().resolve("admin-password");
    if (!Files.exists(file)) {
      return "with the password you have set";
    }
    boolean person = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return person ? "password " + Disk.read(file).strip() : "password in " + file;
  }

  private void line(String name, String value) {
    context.out().printf("%-12s %s%n", name, value);
  }
}
