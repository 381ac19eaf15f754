package io.labvm.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A piece of work that several contenders do on the same data. */
interface Row extends Closeable {
  /** What it is called on the command line. */
  String name();

  /** What it is, in the table. */
  String title();

  /**
   * Makes the data, untimed, and says who takes part. The first one is what others are compared to.
   */
  List<Contender> contenders() throws IOException;

  /** How many rounds count, when the run's own number does not fit; 0 when it does. */
  default int rounds() {
    return 0;
  }

  /** Takes down what still runs or is mounted; files are removed with the whole ground. */
  @Override
  void close() throws IOException;
}
