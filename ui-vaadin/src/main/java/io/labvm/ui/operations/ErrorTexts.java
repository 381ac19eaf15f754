package io.labvm.ui.operations;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.StepError;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Says an error in its four parts, in the reader's language. Histories and rows hold only the code,
 * the step and the technical detail.
 */
final class ErrorTexts {
  private static final String BUNDLE = "io.labvm.ui.operations.errors";
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private final ResourceBundle texts;

  private ErrorTexts(ResourceBundle texts) {
    this.texts = texts;
  }

  /** Chinese for every Chinese locale, English for all others. */
  static ErrorTexts in(Locale locale) {
    Locale known = locale.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ROOT;
    return new ErrorTexts(ResourceBundle.getBundle(BUNDLE, known, NO_FALLBACK));
  }

  /**
   * @param phase the desktop's state now; null when the desktop is gone
   */
  ErrorView describe(StepError error, OperationKind kind, @Nullable DesktopPhase phase) {
    String code = error.code().wire();
    return new ErrorView(
        code,
        error.step(),
        format("what", text("kind." + kind.wire(), kind.wire()), stepName(error.step())),
        why(code, error.detail()),
        text("standing." + (phase == null ? "gone" : phase.wire()), text("standing", "")),
        text("todo." + code, text("todo", "")));
  }

  private String why(String code, String detail) {
    String why = text("why." + code, text("why", code));
    return detail.isBlank() ? why : format("detail", why, detail);
  }

  private String stepName(String step) {
    return text("step." + step, step);
  }

  private String format(String key, String... arguments) {
    return MessageFormat.format(texts.getString(key), (Object[]) arguments);
  }

  private String text(String key, String fallback) {
    return texts.containsKey(key) ? texts.getString(key) : fallback;
  }
}
