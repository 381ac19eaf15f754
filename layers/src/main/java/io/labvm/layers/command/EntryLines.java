package io.labvm.layers.command;

import io.labvm.layers.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;

/**
 * Entries as they are found, so that a directory of any size takes no memory: a line each for
 * people, or all in one line of JSON. When the work ends early, what was begun stays an incomplete
 * line, and the error has the last line to itself.
 */
final class EntryLines implements AutoCloseable {
  private static final int CHECKED_EVERY = 1000;

  private final PrintStream out;
  private final boolean json;
  private long entries;
  private boolean complete;

  EntryLines(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** One entry in the form that is not shown is not made. */
  interface Form<T> {
    T make() throws IOException;
  }

  void add(Form<Map<String, Object>> object, Form<String> line) throws IOException {
    if (json) {
      out.print(entries == 0 ? "{\"entries\":[" : ",");
      out.print(Json.line(object.make()));
    } else {
      out.println(line.make());
    }
    entries++;
    if (entries % CHECKED_EVERY == 0 && out.checkError()) {
      throw new IOException("output closed");
    }
  }

  /** Nothing more comes. */
  Answer complete() {
    return complete(Map.of());
  }

  /**
   * Nothing more comes.
   *
   * @param more fields of the object, shown in JSON only
   */
  Answer complete(Map<String, ?> more) {
    if (json) {
      String rest = more.isEmpty() ? "}" : "," + Json.line(more).substring(1);
      out.println((entries == 0 ? "{\"entries\":[]" : "]") + rest);
    }
    complete = true;
    return Answer.printed();
  }

  @Override
  public void close() {
    if (json && entries > 0 && !complete) {
      out.println();
    }
  }
}
