package io.labvm.e2e;

import io.labvm.e2e.chaos.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** All that is left to chance, from one seed. */
final class ChaosDice {
  private static final int FOLDERS = 4;
  private static final int FILES = 6;
  private static final int BIG = 1_600_000;

  private final Random random;

  ChaosDice(long seed) {
    random = new Random(seed);
  }

  /** A script to run below the folder of the model, and what it does to the names there. */
  record Writing(String script, List<Map<String, Content>> changes) {}

  /** Another that goes on independently, so that threads do not share one. */
  ChaosDice another() {
    return new ChaosDice(random.nextLong());
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  Duration within(Duration most) {
    return Duration.ofMillis(random.nextLong(most.toMillis()));
  }

  /**
   * Some changes.
   *
   * @param certain names whose content is known
   */
  Writing writing(Map<String, Content> certain) {
    var script = new StringBuilder("set -e\n");
    var changes = new ArrayList<Map<String, Content>>();
    var known = new LinkedHashMap<>(certain);
    for (int i = 3 + upTo(6); i > 0; i--) {
      Map<String, Content> change = change(script, known);
      changes.add(change);
      known.putAll(change);
      known.values().removeIf(Content.NOTHING::equals);
    }
    return new Writing(script.toString(), changes);
  }

  private Map<String, Content> change(StringBuilder script, Map<String, Content> known) {
    return switch (upTo(9)) {
      case 0 -> delete(script, name());
      case 1 -> deleteFolder(script, "d" + upTo(FOLDERS - 1));
      case 2, 3 ->
          known.isEmpty()
              ? put(script, name())
              : move(script, one(new ArrayList<>(known.keySet())), known);
      default -> put(script, name());
    };
  }

  private String name() {
    return "d" + upTo(FOLDERS - 1) + "/f" + upTo(FILES - 1);
  }

  private Map<String, Content> put(StringBuilder script, String name) {
    String word = Long.toHexString(random.nextLong());
    int bytes = happens(0.15) ? BIG + upTo(BIG) : upTo(20_000);
    String folder = folder(name);
    script.append(
        "mkdir -p %1$s; yes %2$s | head -c %3$d > %1$s/.new; mv -f %1$s/.new %4$s\n"
            .formatted(folder, word, bytes, name));
    return Map.of(name, Content.ofRepeated(word, bytes));
  }

  private static Map<String, Content> delete(StringBuilder script, String name) {
    script.append("rm -f %s\n".formatted(name));
    return Map.of(name, Content.NOTHING);
  }

  private static Map<String, Content> deleteFolder(StringBuilder script, String folder) {
    script.append("rm -rf %s\n".formatted(folder));
    var gone = new LinkedHashMap<String, Content>();
    for (int i = 0; i < FILES; i++) {
      gone.put(folder + "/f" + i, Content.NOTHING);
    }
    return gone;
  }

  private Map<String, Content> move(StringBuilder script, String from, Map<String, Content> known) {
    String to = name();
    if (to.equals(from)) {
      return delete(script, from);
    }
    script.append("mkdir -p %s; mv -f %s %s\n".formatted(folder(to), from, to));
    Content content = known.getOrDefault(from, Content.NOTHING);
    return Map.of(to, content, from, Content.NOTHING);
  }

  private static String folder(String name) {
    return name.substring(0, name.indexOf('/'));
  }
}
