package io.labvm.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CopyFieldTest extends ComponentTest {
  @Test
  void givesAPlainValueToTheBrowserForCopying() {
    var field = shown(CopyField.of("desktop.vnc", "lab.example:9001"));
    assertThat(field.shown()).isEqualTo("lab.example:9001");
    var copy = find(Button.class, field).withAriaLabel("Copy: VNC").single();
    assertThat(copy.getElement().getAttribute("data-copy")).isEqualTo("lab.example:9001");
  }

  @Test
  void hidesASecretUntilAskedAndAgainAfterwards() {
    var asked = new AtomicInteger();
    var field =
        shown(
            CopyField.secret(
                "desktop.secret", () -> "hunter42".substring(0 * asked.incrementAndGet())));
    assertThat(field.getElement().getOuterHTML()).doesNotContain("hunter42");
    assertThat(asked).hasValue(0);
    test(find(Button.class, field).withAriaLabelContaining("Show").single()).click();
    assertThat(field.shown()).isEqualTo("hunter42");
    field.hide();
    assertThat(field.getElement().getOuterHTML()).doesNotContain("hunter42");
  }
}
