package io.labvm.e2e;

import java.time.Duration;

/** A program in a desktop that writes, renames and reads again, and notes each error it meets. */
final class Workload implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String PLACE = "/root/workload";

  /** Kept small, so that it can go on for long. */
  private static final String PROGRAM =
      """
      cd %1$s; n=0
      while [ ! -e stop ]; do
        n=$((n+1))
        echo $n > new && mv new now && [ "$(cat now)" = $n ] || echo "round $n" >> errors
        sleep 0.1
      done
      touch stopped
      """
          .formatted(PLACE);

  private final DesktopShell shell;

  private Workload(DesktopShell shell) {
    this.shell = shell;
  }

  /** Starts it. */
  static Workload in(Member member) {
    DesktopShell shell = member.shell();
    var ignored = shell.sh("rm -rf " + PLACE + " && mkdir -p " + PLACE);
    var _ =
        shell
            .docker("exec", "-d", "labvm-" + member.desktop(), "/bin/bash", "-c", PROGRAM)
            .orFail();
    var workload = new Workload(shell);
    workload.goesOn();
    return workload;
  }

  /** Waits until it has done something more. */
  void goesOn() {
    String before = rounds();
    Wait.untilTrue("the workload to go on", SOON, () -> !rounds().equals(before));
  }

  private String rounds() {
    return shell.run("cat " + PLACE + "/now").output();
  }

  /** Ends it; fails if it has met an error. */
  @Override
  public void close() {
    var ignored = shell.sh("touch " + PLACE + "/stop");
    Wait.untilTrue(
        "the workload to end", SOON, () -> shell.run("ls " + PLACE + "/stopped").exit() == 0);
    String errors = shell.sh("cat " + PLACE + "/errors 2>/dev/null || true");
    if (!errors.isEmpty()) {
      throw new AssertionError("the workload met errors: " + errors);
    }
  }
}
