package io.labvm.node.oom;

import io.labvm.node.process.Processes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds in records of {@code /dev/kmsg} what was ended for want of memory. A kill takes two lines:
 * one with the control group, which the kernel leaves out when there are too many, and one with the
 * process. So a line of a process counts only when it follows one about it.
 *
 * <p>Since Linux 5.0 the first is {@code oom-kill:constraint=…,oom_memcg=…,task_memcg=…,pid=…};
 * before it was {@code Task in … killed as a result of limit of …}, and a child may have been ended
 * instead of the process that was chosen.
 */
final class KernelWords {
  private static final Pattern RECORD =
      Pattern.compile("\\d+,\\d+,(\\d+),[^;]*;([^\\n]*).*", Pattern.DOTALL);
  private static final Pattern CHOSEN =
      Pattern.compile("oom-kill:constraint=.*?,task_memcg=(.*),task=.*,pid=(\\d+),uid=\\d+");
  private static final Pattern LIMITED = Pattern.compile(",oom_memcg=(.*),task_memcg=");
  private static final Pattern CHOSEN_BEFORE_5 =
      Pattern.compile("Task in (\\S+) killed as a result of limit of (\\S+)");
  private static final Pattern OR_A_CHILD =
      Pattern.compile("Kill process (\\d+) \\(.*\\) score \\d+ or sacrifice child");
  private static final Pattern KILLED =
      Pattern.compile(
          "Killed process (\\d+) \\((.*)\\),? (?:UID \\d+, )?total-vm:\\d+kB, anon-rss:(\\d+)kB,"
              + " file-rss:(\\d+)kB(?:, shmem-rss:(\\d+)kB)?");

  private @Nullable Chosen chosen;

  /**
   * Whom the next line of a process may be about.
   *
   * @param pid null for any process
   */
  private record Chosen(String group, @Nullable Long pid, boolean byLimit) {}

  /** Takes the next record. */
  Optional<KernelKill> read(String record) {
    Matcher matcher = RECORD.matcher(record);
    return matcher.matches()
        ? line(matcher.group(2), Long.parseLong(matcher.group(1)))
        : Optional.empty();
  }

  private Optional<KernelKill> line(String line, long bootMicros) {
    Matcher killed = KILLED.matcher(line);
    if (killed.find()) {
      return killed(killed, bootMicros);
    }
    choose(line);
    return Optional.empty();
  }

  private void choose(String line) {
    Matcher now = CHOSEN.matcher(line);
    Matcher before = CHOSEN_BEFORE_5.matcher(line);
    Matcher child = OR_A_CHILD.matcher(line);
    if (now.find()) {
      Matcher limited = LIMITED.matcher(line);
      boolean byLimit = limited.find();
      String group = byLimit ? limited.group(1) : now.group(1);
      chosen = new Chosen(group, Long.valueOf(now.group(2)), byLimit);
    } else if (before.find()) {
      chosen = new Chosen(before.group(2), null, true);
    } else if (chosen != null
        && child.find()
        && Long.valueOf(child.group(1)).equals(chosen.pid())) {
      chosen = new Chosen(chosen.group(), null, chosen.byLimit());
    }
  }

  private Optional<KernelKill> killed(Matcher line, long bootMicros) {
    Chosen about = chosen;
    Long pid = Long.valueOf(line.group(1));
    if (about == null || (about.pid() != null && !about.pid().equals(pid))) {
      return Optional.empty();
    }
    chosen = null;
    return Optional.of(
        new KernelKill(
            about.group(),
            pid,
            Processes.printable(line.group(2)),
            (kibibytes(line.group(3)) + kibibytes(line.group(4)) + kibibytes(line.group(5))) << 10,
            about.byLimit(),
            bootMicros));
  }

  private static long kibibytes(@Nullable String number) {
    return number == null ? 0 : Long.parseLong(number);
  }
}
