package io.labvm.launcher.shell;

/** Something a person can act on: printed as one line, without a stack. */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Exit code of a command that was used wrongly. */
  public static final int USAGE = 64;

  private final int exitCode;

  private UserError(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /**
   * @param what was not done
   * @param why it was not
   * @param todo what the person can do now
   */
  public UserError(String what, String why, String todo) {
    this(1, what + ": " + why + (todo.isEmpty() ? "" : ". " + todo));
  }

  /** A command line that cannot be understood. */
  public static UserError usage(String problem) {
    return new UserError(USAGE, problem + " (see ./labvm help)");
  }

  /** What the process exits with. */
  public int exitCode() {
    return exitCode;
  }
}
