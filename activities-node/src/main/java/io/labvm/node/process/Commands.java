package io.labvm.node.process;

import java.io.IOException;

/** Runs programs of the system. */
public interface Commands {
  /**
   * Runs a program and waits for it.
   *
   * @param input given on its standard input, may be empty
   * @return its standard output
   * @throws IOException when it is missing, fails or takes too long; the message holds what it said
   */
  String run(String input, String... command) throws IOException;

  /** The same without input. */
  default String call(String... command) throws IOException {
    return run("", command);
  }
}
