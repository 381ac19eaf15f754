package io.labvm.linux;

import java.io.IOException;

/** A system call that failed, with what it was called on. */
public final class LinuxException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final String path;
  private final int number;

  public LinuxException(String call, String path, int number) {
    super(call + " " + path + ": " + text(number));
    this.call = call;
    this.path = path;
    this.number = number;
  }

  /** The C function, for example {@code mount}. */
  public String call() {
    return call;
  }

  /** What it was called on, printable. */
  public String path() {
    return path;
  }

  public Errno errno() {
    return Errno.of(number);
  }

  public boolean is(Errno errno) {
    return number == errno.number();
  }

  /** Passes a result on, or throws it when it is a negated errno. */
  static int check(int result, String call, String path) throws LinuxException {
    if (result < 0) {
      throw new LinuxException(call, path, -result);
    }
    return result;
  }

  private static String text(int number) {
    Errno errno = Errno.of(number);
    return errno == Errno.OTHER ? "errno " + number : errno + " (" + number + ")";
  }
}
