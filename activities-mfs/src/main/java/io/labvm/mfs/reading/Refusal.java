package io.labvm.mfs.reading;

import java.io.IOException;
import java.io.Serial;

/** A request that gets an answer other than what it asked for. */
final class Refusal extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * @param code for the portal, which has the words
   */
  Refusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  static Refusal badRequest(String message) {
    return new Refusal(400, "bad-request", message);
  }

  static Refusal unknownPath() {
    return new Refusal(404, "no-such-path", "the version has nothing of this name");
  }
}
