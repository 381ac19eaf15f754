package io.labvm.ui.operations;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.StepError;
import io.labvm.ui.texts.HostPaths;
import io.labvm.ui.texts.PortalTexts;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says an error in its four parts, in the reader's language. Histories and rows hold only the code,
 * the step and the technical detail.
 */
final class ErrorTexts {
  private static final PortalTexts TEXTS = new PortalTexts();

  private final Locale locale;

  private ErrorTexts(Locale locale) {
    this.locale = locale;
  }

  /** Chinese for every Chinese locale, English for all others. */
  static ErrorTexts in(Locale locale) {
    return new ErrorTexts(locale);
  }

  /**
   * @param phase the desktop's state now; null when the desktop is gone
   */
  ErrorView describe(StepError error, OperationKind kind, @Nullable DesktopPhase phase) {
    String code = error.code().wire();
    return new ErrorView(
        code,
        error.step(),
        say("error.what", say("operation." + kind.wire()), step(error.step())),
        why(code, kind, error.detail()),
        standing(code, phase),
        failure(code, kind, "todo"));
  }

  /** What a code means in one kind of operation, else in any. */
  private String failure(String code, OperationKind kind, String part) {
    String own = "failure." + code + "." + kind.wire() + "." + part;
    return PortalTexts.has(own)
        ? say(own)
        : either("failure." + code + "." + part, "failure.unknown." + part);
  }

  private String why(String code, OperationKind kind, String detail) {
    String why = failure(code, kind, "why");
    return detail.isBlank() ? why : say("error.detail", why, HostPaths.shortened(detail));
  }

  /** A failure that may have cost files says so itself, whatever state the desktop is in. */
  private String standing(String code, @Nullable DesktopPhase phase) {
    String ofState = "standing." + (phase == null ? "gone" : phase.wire());
    String own = "failure." + code + ".standing";
    return PortalTexts.has(own) ? say(own) : either(ofState, "standing.other");
  }

  /** The step under the name that the pages give it, else under its own. */
  private String step(String name) {
    String key = "step." + name;
    return PortalTexts.has(key) ? say(key) : name;
  }

  private String either(String key, String other) {
    return say(PortalTexts.has(key) ? key : other);
  }

  private String say(String key, Object... arguments) {
    return TEXTS.getTranslation(key, locale, arguments);
  }
}
