package io.labvm.ui.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.StepError;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorTextsTest {
  private static final List<Locale> LANGUAGES = List.of(Locale.US, Locale.SIMPLIFIED_CHINESE);

  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void everyCodeHasFourPartsInBothLanguages(FailureCode code) {
    for (Locale locale : LANGUAGES) {
      for (OperationKind kind : OperationKind.values()) {
        ErrorView view =
            ErrorTexts.in(locale)
                .describe(new StepError(code, "vnc", "it's {0} \"odd\""), kind, null);
        assertThat(view.what()).isNotBlank().doesNotContain("{").contains(stepName(locale));
        assertThat(view.why())
            .endsWith(locale.equals(Locale.US) ? "(it's {0} \"odd\")" : "（it's {0} \"odd\"）");
        assertThat(view.standing()).isNotBlank();
        assertThat(view.todo()).isNotBlank();
      }
    }
  }

  @Test
  void whatCannotComeBackIsNoReasonToWait() {
    StepError error = new StepError(FailureCode.WRONG_STATE, "copy", "");
    ErrorTexts english = ErrorTexts.in(Locale.US);
    ErrorView view = english.describe(error, OperationKind.COPY_BACK, DesktopPhase.RUNNING);
    assertThat(view.why()).startsWith("The version has nothing of this name");
    assertThat(view.todo()).startsWith("Look at the path");
    assertThat(english.describe(error, OperationKind.START, DesktopPhase.RUNNING).todo())
        .startsWith("Wait for the operation");
  }

  private static String stepName(Locale locale) {
    return locale.equals(Locale.US) ? "Wait until the desktop answers" : "等待桌面应答";
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureCode.class,
      names = {"UPPER_MISSING", "DAMAGED"})
  void saysThatNothingIsLostOnlyWhereThatIsSure(FailureCode code) {
    StepError error = new StepError(code, "vnc", "");
    for (DesktopPhase phase : DesktopPhase.values()) {
      ErrorTexts english = ErrorTexts.in(Locale.US);
      assertThat(english.describe(error, OperationKind.START, phase).standing())
          .doesNotContain("nothing is lost", "its files are kept", "unchanged");
      ErrorTexts chinese = ErrorTexts.in(Locale.SIMPLIFIED_CHINESE);
      assertThat(chinese.describe(error, OperationKind.START, phase).standing())
          .doesNotContain("没有丢失", "文件已保留", "没有变化");
    }
  }

  @ParameterizedTest
  @EnumSource(DesktopPhase.class)
  void everyStateSaysWhereTheDesktopStands(DesktopPhase phase) {
    StepError error = new StepError(FailureCode.INTERNAL, "unheard-of", "");
    for (Locale locale : LANGUAGES) {
      ErrorView view = ErrorTexts.in(locale).describe(error, OperationKind.START, phase);
      assertThat(view.standing()).isNotBlank();
      assertThat(view.what()).contains("unheard-of");
    }
  }
}
