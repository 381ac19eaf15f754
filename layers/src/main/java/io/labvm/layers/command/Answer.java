package io.labvm.layers.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command came to.
 *
 * @param json the one object for {@code --json}; null when all is printed already
 * @param text the same for people, without a final newline; empty for none
 * @param exit 0, or 2 when damage was found
 */
record Answer(@Nullable Map<String, Object> json, String text, int exit) {
  static Answer done(Map<String, Object> json, String text) {
    return new Answer(json, text, 0);
  }

  static Answer printed() {
    return new Answer(null, "", 0);
  }
}
