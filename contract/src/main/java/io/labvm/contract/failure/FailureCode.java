package io.labvm.contract.failure;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Every expected failure: its name is the type of the ApplicationFailure that carries it. */
public enum FailureCode {
  WRONG_STATE(Kind.USER, false),
  DENIED(Kind.USER, false),
  CANCELLED(Kind.USER, false),
  UNKNOWN_BASE(Kind.USER, false),
  /** A limit of memory below what the desktop's processes hold. */
  MEMORY_IN_USE(Kind.USER, false),
  NO_CAPACITY(Kind.CAPACITY, true),
  NODE_UNAVAILABLE(Kind.NODE, true),
  STALE_EPOCH(Kind.NODE, false),
  MOUNT_FAILED(Kind.NODE, true),
  UPPER_IN_USE(Kind.NODE, true),
  UPPER_MISSING(Kind.NODE, false),
  CONTAINER_FAILED(Kind.NODE, true),
  NO_VNC_ANSWER(Kind.NODE, true),
  SECRETS_UNAVAILABLE(Kind.NODE, true),
  NO_SPACE(Kind.STORAGE, true),
  STORE_UNAVAILABLE(Kind.STORAGE, true),
  DAMAGED(Kind.STORAGE, false),
  /** Nothing is damaged: a newer release wrote it, or it is beyond what this one can do here. */
  UNSUPPORTED(Kind.STORAGE, false),
  INTERNAL(Kind.BUG, true);

  /** Who can do something about it. */
  public enum Kind {
    USER,
    NODE,
    STORAGE,
    CAPACITY,
    BUG
  }

  private final Kind kind;
  private final boolean retryable;

  FailureCode(Kind kind, boolean retryable) {
    this.kind = kind;
    this.retryable = retryable;
  }

  public Kind kind() {
    return kind;
  }

  /** True when the same call may succeed later without anybody changing the request. */
  public boolean retryable() {
    return retryable;
  }

  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonCreator
  public static FailureCode fromWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
