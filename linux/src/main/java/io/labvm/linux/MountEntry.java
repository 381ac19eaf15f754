package io.labvm.linux;

import java.util.List;
import java.util.Optional;

/**
 * One mount as {@code /proc/PID/mountinfo} shows it, escapes undone.
 *
 * @param id of the mount, unique while it lives
 * @param device {@code major:minor} of the file system; the same for every mount of it
 * @param root the part of the file system that is shown
 * @param mountPoint in the view of the process asked
 * @param options of this mount
 * @param superOptions of the file system, for an overlay its directories
 */
public record MountEntry(
    int id,
    int parent,
    String device,
    String root,
    String mountPoint,
    List<String> options,
    String type,
    String source,
    List<String> superOptions) {

  public MountEntry {
    options = List.copyOf(options);
    superOptions = List.copyOf(superOptions);
  }

  /** The value of the first super option of that name. */
  public Optional<String> superOption(String name) {
    return superOptions(name).stream().findFirst();
  }

  /** The values of all super options of that name, in order. */
  public List<String> superOptions(String name) {
    String prefix = name + "=";
    return superOptions.stream()
        .filter(o -> o.startsWith(prefix))
        .map(o -> o.substring(prefix.length()))
        .toList();
  }

  public boolean readOnly() {
    return options.contains("ro");
  }
}
