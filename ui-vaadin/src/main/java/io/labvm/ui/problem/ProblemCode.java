package io.labvm.ui.problem;

import java.util.Locale;

/** Every kind of refusal, with the HTTP status that the REST API answers. */
public enum ProblemCode {
  BAD_REQUEST(400),
  BAD_JSON(400),
  UNAUTHENTICATED(401),
  BAD_CREDENTIALS(401),
  FORBIDDEN(403),
  ACCOUNT_DENIED(403),
  ACCOUNT_FROZEN(403),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  NOT_ACCEPTABLE(406),
  DUPLICATE_LOGIN(409),
  WRONG_STATE(409),
  VERSION_DAMAGED(409),
  VERSION_UNSUPPORTED(409),
  VERSION_NEWEST(409),
  VERSION_PINNED(409),
  VERSION_IN_USE(409),
  TOO_LARGE(413),
  UNSUPPORTED_MEDIA_TYPE(415),
  INVALID(422),
  NOT_A_FILE(422),
  NOT_A_FOLDER(422),
  IDEMPOTENCY_KEY_REUSED(422),
  LOCKED_OUT(429),
  TOO_MANY_REGISTRATIONS(429),
  INTERNAL(500),
  NO_CAPACITY(503),
  UNAVAILABLE(503);

  private final int status;

  ProblemCode(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** Wire form and i18n key suffix, for example {@code duplicate-login}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
