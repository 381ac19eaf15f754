package io.labvm.cli;

import java.io.PrintStream;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Where answers go: tables for people, JSON for programs.
 *
 * @param messages progress, never mixed with the answer
 */
record Output(PrintStream out, PrintStream messages, boolean json) {
  /** Prints a whole answer as JSON. */
  void print(JsonNode answer) {
    out.println(answer);
  }

  /** Prints a line for people; programs get JSON elsewhere. */
  void say(String text) {
    if (!json) {
      out.println(text);
    }
  }

  /** Prints rows under a head, each column as wide as it needs, cut to the terminal. */
  void table(List<String> head, List<List<String>> rows) {
    out.print(Table.format(head, rows, width()));
  }

  private static int width() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : 100;
  }
}
