package io.labvm.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.html.Div;
import org.junit.jupiter.api.Test;

class MeterTest extends ComponentTest {
  @Test
  void asksForAttentionAboveTheSoftMarkAndWarnsAboveTheHardOne() {
    var meter = shown(new Meter());
    meter.show("Disk", 0.5, "50 GiB");
    assertThat(meter.getClassNames()).contains("is-good");
    meter.show("Disk", 0.85, "85 GiB");
    assertThat(meter.getClassNames()).contains("is-attention");
    meter.show("Disk", 1.3, "130 GiB");
    assertThat(meter.getClassNames()).contains("is-broken");
    assertThat(bar(meter).getElement().getAttribute("aria-valuenow")).isEqualTo("100");
  }

  @Test
  void neverShowsZeroWhereThereIsNoFigure() {
    var meter = shown(new Meter());
    meter.showNothing("CPU");
    assertThat(text(meter)).contains("no data").doesNotContain("0 %");
    assertThat(bar(meter).getElement().hasAttribute("aria-valuenow")).isFalse();
  }

  @Test
  void sparklineKeepsTheLastSixtyValuesAndSaysTheNewest() {
    var line = shown(new Sparkline());
    for (int i = 0; i < 70; i++) {
      line.add("CPU", i / 100.0);
    }
    assertThat(line.size()).isEqualTo(60);
    assertThat(line.getElement().getAttribute("aria-label")).isEqualTo("CPU, now 69 %");
  }

  private Div bar(Meter meter) {
    return find(Div.class, meter).withClassName("meter-bar").single();
  }
}
