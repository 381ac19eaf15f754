package io.labvm.ui.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.common.Rows;
import io.labvm.ui.desktops.WaitingRegistration;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminViewsTest extends PageTest {
  @BeforeEach
  void beAdmin() {
    portal.account = Samples.account(Role.ADMIN);
  }

  @Test
  void everyPageIsForAdminsOnly() {
    assertThat(Stream.of(RequestsView.class, DesktopsView.class, SettingsView.class))
        .allMatch(page -> page.getAnnotation(RolesAllowed.class).value()[0].equals("ADMIN"));
  }

  @Test
  void approvesARequest() {
    addRequest();
    navigate(RequestsView.class);
    assertThat(text()).contains("王小明", "wang@lab.example", "Wants base full-3 on any node");
    test(find(Button.class).withText("Approve").single()).click();
    assertThat(portal.calls).containsExactly("approve");
    assertThat(text()).contains("Nobody waits.");
  }

  @Test
  void deniesARequestWithAReason() {
    addRequest();
    navigate(RequestsView.class);
    test(find(Button.class).withText("Deny…").single()).click();
    test(find(TextArea.class).single()).setValue("not of this lab");
    test(find(Button.class).withText("Deny the request").single()).click();
    assertThat(portal.calls).containsExactly("deny not of this lab");
  }

  @Test
  void findsDesktopsByOwnerAndNode() {
    portal.desktops.add(Samples.desktop(new DesktopId("d1"), "wang", "王小明", DesktopPhase.RUNNING));
    portal.desktops.add(Samples.desktop(new DesktopId("d2"), "li", "李雷", DesktopPhase.STOPPED));
    navigate(DesktopsView.class);
    assertThat(find(Rows.class).single().count()).isEqualTo(2);
    test(find(TextField.class).single()).setValue("李");
    assertThat(find(Rows.class).single().count()).isEqualTo(1);
    test(find(TextField.class).single()).setValue("zzz");
    assertThat(text()).contains("Nothing matches.");
  }

  @Test
  void turnsApprovalOn() {
    navigate(SettingsView.class);
    test(find(Checkbox.class).single()).click();
    assertThat(portal.settings.approvalRequired()).isTrue();
  }

  private void addRequest() {
    portal.waiting.add(
        new WaitingRegistration(
            Samples.OPERATION, Samples.account(Role.MEMBER), "full-3", null, Instant.now()));
  }
}
