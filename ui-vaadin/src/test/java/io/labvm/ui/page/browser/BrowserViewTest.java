package io.labvm.ui.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrowserViewTest extends PageTest {
  @Test
  void givesATicketPerTryAndKeepsItOutOfTheAddress() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    var answer = open().ticket();
    assertThat(answer.get("path").asString()).isEqualTo("/vnc-ws");
    assertThat(answer.get("protocols").get(1).asString()).isEqualTo("ticket.t1");
    assertThat(answer.has("refused")).isFalse();
  }

  @Test
  void refusesInWordsWhenTheDesktopDoesNotRun() {
    portal.desktops.add(Samples.desktop(DesktopPhase.STOPPED));
    assertThat(open().ticket().has("refused")).isTrue();
  }

  @Test
  void hasATextForEveryPartOfTheBar() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    open();
    var texts = NoVnc.texts();
    assertThat(texts.properties()).allMatch(entry -> !entry.getValue().asString().isBlank());
    assertThat(texts.get("ctrlAltDel").asString()).isEqualTo("Ctrl+Alt+Del");
    assertThat(texts.get("state-waiting").asString()).contains("{number}");
  }

  @Test
  void saysNothingOfForeignDesktops() {
    navigate(BrowserView.class, Map.of("desktop", "foreign"));
    assertThat(text()).contains("There is nothing at this address");
  }

  private NoVnc open() {
    navigate(BrowserView.class, Map.of("desktop", Samples.DESKTOP.value()));
    return find(NoVnc.class).single();
  }
}
