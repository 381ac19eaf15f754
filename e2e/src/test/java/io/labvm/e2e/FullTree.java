package io.labvm.e2e;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All that a desktop's root holds, by path: type, mode, owner, links, size, time in nanoseconds,
 * extended attributes and content. What Docker mounts into it is left out.
 *
 * @param entries what is said of each path
 */
record FullTree(Map<String, String> entries) {
  /** Needs Python in the desktop; one line an entry, its path first, quoted. */
  private static final String LISTING =
      """
      import hashlib, os, stat
      mounts = {line.split()[4] for line in open('/proc/self/mountinfo')} - {'/'}
      def content(path):
          with open(path, 'rb', buffering=0) as file:
              return hashlib.file_digest(file, 'sha256').hexdigest()
      def say(path):
          s = os.lstat(path)
          is_dir, is_file = stat.S_ISDIR(s.st_mode), stat.S_ISREG(s.st_mode)
          attributes = [(n, os.getxattr(path, n, follow_symlinks=False).hex())
                        for n in sorted(os.listxattr(path, follow_symlinks=False))]
          size = None if is_dir else s.st_size
          links = None if is_dir else s.st_nlink
          what = content(path) if is_file else os.readlink(path) if stat.S_ISLNK(s.st_mode) else s.st_rdev
          print(ascii(path), oct(s.st_mode), s.st_uid, s.st_gid, links, size, s.st_mtime_ns, attributes, what)
          if is_dir:
              for name in sorted(os.listdir(path)):
                  child = os.path.join(path, name)
                  if child not in mounts:
                      say(child)
      say('/')
      """;

  static FullTree of(Member member) {
    String listing = member.shell().sh("python3 - <<'END'\n" + LISTING + "END");
    return new FullTree(
        listing
            .lines()
            .collect(
                Collectors.toMap(
                    line -> line.substring(1, line.indexOf("' 0o")),
                    line -> line.substring(line.indexOf("' 0o") + 2),
                    (one, _) -> one,
                    TreeMap::new)));
  }

  /** Paths of which the other says something else, or nothing, or that only the other has. */
  TreeSet<String> differing(FullTree other) {
    var all = new TreeSet<>(entries.keySet());
    all.addAll(other.entries.keySet());
    all.removeIf(
        path ->
            entries
                .getOrDefault(path, "absent")
                .equals(other.entries.getOrDefault(path, "absent")));
    return all;
  }
}
