package io.labvm.nodechannel.server;

import java.io.Serial;

/** A call that is answered with an error status and one sentence. */
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  private Refusal(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static Refusal badRequest(String message) {
    return new Refusal(400, message);
  }

  static Refusal forbidden(String message) {
    return new Refusal(403, message);
  }

  static Refusal notFound() {
    return new Refusal(404, "no such call");
  }

  static Refusal conflict(String message) {
    return new Refusal(409, message);
  }

  static Refusal tooLarge() {
    return new Refusal(413, "the body is larger than 64 KiB");
  }

  int status() {
    return status;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
