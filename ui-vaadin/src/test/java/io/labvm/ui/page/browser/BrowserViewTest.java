package io.labvm.ui.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.idleness.UsedBy;
import io.labvm.ui.desktops.IdlenessView;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import io.labvm.ui.page.idle.IdleNotice;
import java.time.Instant;
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
    var answer = open().ticket();
    assertThat(answer.has("refused")).isTrue();
    assertThat(answer.get("returns").asBoolean()).isFalse();
  }

  @Test
  void saysThatADesktopThatMovesComesBack() {
    portal.desktops.add(Samples.desktop(DesktopPhase.SWITCHING));
    assertThat(open().ticket().get("returns").asBoolean()).isTrue();
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
  void warnsOverTheDesktopThatItWillBeStopped() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    Instant stop = Instant.now().plusSeconds(600);
    portal.idleness = new IdlenessView(stop, true, 43_200, stop, UsedBy.CPU, null, null);
    open();
    test(find(Button.class).withText("Keep running").single()).click();
    assertThat(portal.calls).contains("extend " + Samples.DESKTOP);
    assertThat(find(IdleNotice.class).all()).isEmpty();
  }

  @Test
  void saysNothingOfALockOverTheDesktop() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    portal.idleness =
        new IdlenessView(null, false, 0, null, null, Instant.now().plusSeconds(600), null);
    open();
    assertThat(find(IdleNotice.class).all()).isEmpty();
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
