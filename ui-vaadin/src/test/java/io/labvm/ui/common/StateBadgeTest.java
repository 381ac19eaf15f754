package io.labvm.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.icon.Icon;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepState;
import io.labvm.ui.texts.PortalTexts;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StateBadgeTest extends ComponentTest {
  @Test
  void everyStateHasAnIconAWordAndAMeaning() {
    var badges =
        Stream.of(
                Arrays.stream(DesktopPhase.values()).map(StateBadge::of),
                Arrays.stream(OperationState.values()).map(StateBadge::of),
                Arrays.stream(StepState.values()).map(StateBadge::of))
            .flatMap(b -> b);
    assertThat(badges)
        .allSatisfy(
            badge -> {
              assertThat(badge.word()).isNotBlank();
              assertThat(badge.getChildren()).hasAtLeastOneElementOfType(Icon.class);
              assertThat(badge.getClassNames()).hasSize(2);
            });
  }

  @Test
  void followsTheLanguageOfThePage() {
    var badge = shown(StateBadge.of(DesktopPhase.RUNNING));
    UI.getCurrent().setLocale(PortalTexts.CHINESE);
    assertThat(badge.word()).isEqualTo("运行中");
  }

  @Test
  void saysAMarkItDoesNotKnowInGeneralWords() {
    assertThat(StateBadge.mark("brand-new").word()).isEqualTo("Look closer");
  }
}
