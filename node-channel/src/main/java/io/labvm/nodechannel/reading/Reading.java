package io.labvm.nodechannel.reading;

import java.io.IOException;

/** What can be read at an agent. */
@FunctionalInterface
public interface Reading {
  /**
   * Answers a request.
   *
   * @throws Refusal for whatever is not answered as asked
   * @throws IOException when it cannot be read now, or not any further
   */
  void serve(Request request, Answer answer) throws IOException;
}
