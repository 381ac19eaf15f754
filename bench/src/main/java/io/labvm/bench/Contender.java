package io.labvm.bench;

import java.io.IOException;

/**
 * Who does the work of a row, in rounds.
 *
 * @param name in the table
 * @param before untimed, once before each round
 * @param work what is timed
 * @param after untimed, once after each round
 * @param warmUps rounds before those that count
 */
record Contender(String name, Step before, Work work, Step after, int warmUps) {
  /** Something untimed. */
  interface Step {
    Step NOTHING = round -> {};

    void run(int round) throws IOException;
  }

  /** Something that knows how long it took. */
  interface Work {
    Sample run(int round) throws IOException;
  }

  static Contender of(String name, Work work) {
    return new Contender(name, Step.NOTHING, work, Step.NOTHING, 1);
  }

  Contender before(Step step) {
    return new Contender(name, step, work, after, warmUps);
  }

  Contender after(Step step) {
    return new Contender(name, before, work, step, warmUps);
  }

  Contender warmingUp(int rounds) {
    return new Contender(name, before, work, after, rounds);
  }

  /** One round with its preparation. */
  Sample round(int round) throws IOException {
    before.run(round);
    try {
      return work.run(round);
    } finally {
      after.run(round);
    }
  }
}
