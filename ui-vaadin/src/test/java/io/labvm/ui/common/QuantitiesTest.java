package io.labvm.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import io.labvm.ui.texts.PortalTexts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuantitiesTest extends ComponentTest {
  @Test
  void saysSizesWithOneDecimal() {
    assertThat(Quantities.bytes(0)).isEqualTo("0 B");
    assertThat(Quantities.bytes(1023)).isEqualTo("1,023 B");
    assertThat(Quantities.bytes(5_476_083_302L)).isEqualTo("5.1 GiB");
    assertThat(Quantities.bytes(Long.MAX_VALUE)).isEqualTo("8,192.0 PiB");
    assertThat(Quantities.bytesOf(512, 2048)).isEqualTo("0.5 / 2.0 KiB");
    assertThat(Quantities.bytesOf(512, 0)).isEqualTo("512 B");
  }

  @Test
  void saysDurationsByTheirTwoLargestUnits() {
    assertThat(Quantities.duration(Duration.ofMillis(4200))).isEqualTo("4.2 s");
    assertThat(Quantities.duration(Duration.ofSeconds(-3))).isEqualTo("0.0 s");
    assertThat(Quantities.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Quantities.duration(Duration.ofSeconds(90))).isEqualTo("1 min 30 s");
    assertThat(Quantities.duration(Duration.ofMinutes(192))).isEqualTo("3 h 12 min");
    assertThat(Quantities.duration(Duration.ofHours(49))).isEqualTo("2 d 1 h");
  }

  @Test
  void speaksChinese() {
    UI.getCurrent().setLocale(PortalTexts.CHINESE);
    assertThat(Quantities.duration(Duration.ofMinutes(192))).isEqualTo("3 小时 12 分");
  }
}
