package io.labvm.ui.problem;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request is refused for a reason the caller can understand; nothing was changed. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final transient List<FieldProblem> fields;
  private final transient @Nullable Duration retryAfter;
  private final String remark;

  private ProblemException(
      ProblemCode code, String message, List<FieldProblem> fields, @Nullable Duration retryAfter) {
    this(code, message, fields, retryAfter, "");
  }

  private ProblemException(
      ProblemCode code,
      String message,
      List<FieldProblem> fields,
      @Nullable Duration retryAfter,
      String remark) {
    super(remark.isEmpty() ? message : message + " " + remark);
    this.code = code;
    this.fields = List.copyOf(fields);
    this.retryAfter = retryAfter;
    this.remark = remark;
  }

  /**
   * @param message plain English for programs and logs; pages translate the code
   */
  public static ProblemException of(ProblemCode code, String message) {
    return new ProblemException(code, message, List.of(), null);
  }

  /**
   * Somebody decided so and may have said why.
   *
   * @param remark in that person's own words
   */
  public static ProblemException decided(
      ProblemCode code, String message, @Nullable String remark) {
    return new ProblemException(code, message, List.of(), null, remark == null ? "" : remark);
  }

  /** Some fields are wrong; all of them are named. */
  public static ProblemException invalid(List<FieldProblem> fields) {
    return new ProblemException(ProblemCode.INVALID, "Some fields are not valid.", fields, null);
  }

  /** One field is wrong, with a code of its own. */
  public static ProblemException of(ProblemCode code, FieldProblem field) {
    return new ProblemException(code, field.message(), List.of(field), null);
  }

  /** Too much was asked; the same may be asked again after {@code retryAfter}. */
  public static ProblemException retryLater(ProblemCode code, String message, Duration retryAfter) {
    return new ProblemException(code, message, List.of(), retryAfter);
  }

  /** Nothing of this name, or nothing the caller may know of: the answer is the same. */
  public static ProblemException notFound(String what) {
    return of(ProblemCode.NOT_FOUND, "No such " + what + ".");
  }

  public ProblemCode code() {
    return code;
  }

  /** The fields at fault, in the order of the form; empty when none is. */
  public List<FieldProblem> fields() {
    return fields;
  }

  /** What the person said who decided so; empty when nothing was. */
  public String remark() {
    return remark;
  }

  /** How long to wait before the next try; null when waiting does not help. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
