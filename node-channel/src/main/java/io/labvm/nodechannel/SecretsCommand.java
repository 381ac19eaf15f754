package io.labvm.nodechannel;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code SecretsCommand DIR}: makes every secret of a home that is missing.
 *
 * <p>Run before the first start, and harmless before every other one: each file appears whole or
 * not at all, and none is ever replaced. Exit codes: 0 done, 1 cannot write, 64 usage.
 */
public final class SecretsCommand {
  private SecretsCommand() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.err));
  }

  static int run(List<String> arguments, PrintStream messages) {
    if (arguments.size() != 1) {
      messages.println("usage: SecretsCommand DIRECTORY");
      return 64;
    }
    try {
      new HomeSecrets(Path.of(arguments.getFirst())).complete();
      return 0;
    } catch (IOException e) {
      messages.println("cannot make the secrets in " + arguments.getFirst() + ": " + e);
      return 1;
    }
  }
}
