package io.labvm.e2e.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the files of one desktop may be, given what was done to them and how much of it the store
 * has.
 *
 * <p>Each name has the list of what was done to it, oldest first. A step whose program did not
 * answer may have happened or not. Without a loss a name holds what its last certain step made of
 * it, or what an uncertain one after that did; after a loss also anything since the last step that
 * was saved.
 */
public final class FileModel {
  /** What was done to a name at a moment. */
  private record Step(long moment, Content content, boolean certain) {}

  private static final Step UNTOUCHED = new Step(0, Content.NOTHING, true);

  private final Map<String, List<Step>> names = new TreeMap<>();
  private long now;

  /** The moment of the last step. */
  public long now() {
    return now;
  }

  /**
   * Something was done to names.
   *
   * @param changes one after the other; who looks meanwhile sees some of them
   * @param certain false when they may not have happened, or only the first of them
   */
  public void did(List<Map<String, Content>> changes, boolean certain) {
    now++;
    for (Map<String, Content> change : changes) {
      change.forEach((name, content) -> steps(name).add(new Step(now, content, certain)));
    }
  }

  /** The store has all that was done up to a moment. */
  public void saved(long moment) {
    names.replaceAll(
        (_, steps) -> new ArrayList<>(steps.subList(lastCertain(steps, moment), steps.size())));
  }

  /** What was done after a moment may have been taken back. */
  public void doubtSince(long moment) {
    names.values().forEach(steps -> steps.replaceAll(s -> doubt(s, moment)));
  }

  private static Step doubt(Step step, long moment) {
    return step.moment() > moment ? new Step(step.moment(), step.content(), false) : step;
  }

  /** All names became what a version has; what was done after that moment may be on top of it. */
  public void restored(Map<String, Content> version, long moment) {
    version.keySet().forEach(this::steps);
    names.replaceAll(
        (name, steps) -> {
          Content base = version.getOrDefault(name, Content.NOTHING);
          var after = new ArrayList<>(List.of(new Step(moment, base, true)));
          steps.stream().filter(s -> s.moment() > moment).forEach(s -> after.add(doubt(s, moment)));
          return after;
        });
  }

  /** The files were found to be so; the store may still lack it. */
  public void found(Map<String, Content> files) {
    files.keySet().forEach(this::steps);
    now++;
    names.forEach(
        (name, steps) -> steps.add(new Step(now, files.getOrDefault(name, Content.NOTHING), true)));
  }

  /** What is wrong with files, in words; nothing when they are as they may be. */
  public List<String> differences(Map<String, Content> files, boolean afterLoss) {
    var wrong = new ArrayList<String>();
    var all = new TreeSet<>(names.keySet());
    all.addAll(files.keySet());
    for (String name : all) {
      Content is = files.getOrDefault(name, Content.NOTHING);
      Set<Content> may = candidates(name, afterLoss);
      if (!may.contains(is)) {
        wrong.add("%s holds %s instead of %s".formatted(name, is, may));
      }
    }
    return wrong;
  }

  /** What is wrong with a version that was made of what was there at a moment or later. */
  public List<String> differencesOfVersion(Map<String, Content> files, long moment) {
    FileModel then = copy();
    then.saved(moment);
    return then.differences(files, true);
  }

  /** The names that hold a content for certain. */
  public Map<String, Content> certain() {
    var known = new TreeMap<String, Content>();
    for (String name : names.keySet()) {
      Set<Content> may = candidates(name, false);
      if (may.size() == 1 && !may.contains(Content.NOTHING)) {
        known.put(name, may.iterator().next());
      }
    }
    return known;
  }

  private Set<Content> candidates(String name, boolean afterLoss) {
    List<Step> steps = names.getOrDefault(name, List.of(UNTOUCHED));
    int first = afterLoss ? 0 : lastCertain(steps, now);
    return steps.subList(first, steps.size()).stream()
        .map(Step::content)
        .collect(Collectors.toSet());
  }

  /** Of the steps up to a moment; the first one is always certain. */
  private static int lastCertain(List<Step> steps, long moment) {
    int last = 0;
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).certain() && steps.get(i).moment() <= moment) {
        last = i;
      }
    }
    return last;
  }

  private List<Step> steps(String name) {
    return names.computeIfAbsent(name, _ -> new ArrayList<>(List.of(UNTOUCHED)));
  }

  /** Another that knows the same. */
  public FileModel copy() {
    var copy = new FileModel();
    copy.now = now;
    names.forEach((name, steps) -> copy.names.put(name, new ArrayList<>(steps)));
    return copy;
  }
}
