package io.labvm.layers.command;

import java.util.Map;

/**
 * What a command came to.
 *
 * @param json the one object for {@code --json}
 * @param text the same for people, without a final newline; empty for none
 * @param exit 0, or 2 when damage was found
 */
record Answer(Map<String, Object> json, String text, int exit) {
  static Answer done(Map<String, Object> json, String text) {
    return new Answer(json, text, 0);
  }
}
