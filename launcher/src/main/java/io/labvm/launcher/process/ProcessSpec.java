package io.labvm.launcher.process;

import java.util.List;
import java.util.Optional;

/**
 * A process to be supervised.
 *
 * @param name as in status, logs and files
 * @param command program and arguments
 * @param user who runs it, when not root
 * @param stopSignal with which it ends in order
 * @param port it listens on; 0 for none
 * @param stopSeconds after which it is ended by force
 */
public record ProcessSpec(
    String name,
    List<String> command,
    Optional<String> user,
    String stopSignal,
    int port,
    int stopSeconds) {
  /** Longer than the 25 s a worker gives its running activities. */
  static final int STOP_SECONDS = 45;

  static ProcessSpec of(String name, List<String> command, int port) {
    return new ProcessSpec(name, command, Optional.empty(), "TERM", port, STOP_SECONDS);
  }

  /**
   * Its section of supervisord's configuration.
   *
   * @param key of the files it reads: a process is restarted when its section changes
   */
  String section(String log, String key) {
    var text = new StringBuilder();
    line(text, "[program:" + name + "]");
    line(
        text,
        "command=" + escape(String.join(" ", command.stream().map(ProcessSpec::quote).toList())));
    line(text, "directory=/");
    user.ifPresent(u -> line(text, "user=" + u));
    line(text, "environment=LABVM_CONFIG=\"" + key + "\"");
    line(text, "autostart=false");
    line(text, "autorestart=true");
    line(text, "startsecs=1");
    line(text, "startretries=100");
    line(text, "stopsignal=" + stopSignal);
    line(text, "stopwaitsecs=" + stopSeconds);
    line(text, "redirect_stderr=true");
    line(text, "stdout_logfile=" + escape(log));
    line(text, "stdout_logfile_maxbytes=10MB");
    line(text, "stdout_logfile_backups=3");
    return text.append('\n').toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }

  private static String quote(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./*-]+")
        ? word
        : "'" + word.replace("'", "'\"'\"'") + "'";
  }

  /** supervisord expands percent signs and takes a semicolon after a blank for a comment. */
  static String escape(String text) {
    return text.replace("%", "%%");
  }
}
