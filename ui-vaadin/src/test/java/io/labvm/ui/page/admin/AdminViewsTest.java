package io.labvm.ui.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.NumberField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.contract.storage.MaintenanceState;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.audit.AuditEntry;
import io.labvm.ui.common.Rows;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.desktops.WaitingRegistration;
import io.labvm.ui.internal.Health;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import io.labvm.ui.settings.Settings;
import io.labvm.ui.storage.MaintenanceView;
import io.labvm.ui.storage.StoreOverview;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminViewsTest extends PageTest {
  @BeforeEach
  void beAdmin() {
    portal.account = Samples.account(Role.ADMIN);
  }

  @Test
  void everyPageIsForAdminsOnly() {
    assertThat(
            Stream.of(
                RequestsView.class,
                DesktopsView.class,
                DesktopDetailView.class,
                SettingsView.class,
                AuditView.class,
                StorageView.class,
                HealthView.class))
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
  void auditSaysWhoDidWhatAndShowsOlderLinesOnDemand() {
    for (long id = 60; id > 0; id--) {
      portal.audit.add(entry(id, "wang", "stop", "d1", "li"));
    }
    portal.audit.addFirst(entry(61, null, "sign-in-failed", "root", null));
    navigate(AuditView.class);
    assertThat(text()).contains("somebody not signed in", "failed to sign in", "10.0.0.7");
    assertThat(text()).contains("wang", "stopped the desktop", "desktop of li");
    assertThat(find(Rows.class).single().count()).isEqualTo(50);
    test(find(Button.class).withText("Show older ones").single()).click();
    assertThat(find(Rows.class).single().count()).isEqualTo(61);
    test(find(TextField.class).single()).setValue("sign-in-failed");
    assertThat(find(Rows.class).single().count()).isEqualTo(1);
    test(find(TextField.class).single()).setValue("zzz");
    assertThat(text()).contains("No line holds this.");
  }

  @Test
  void healthSaysWhatPeopleNotice() {
    portal.health =
        new Health(
            false,
            List.of(
                new Health.Check("database", true, new Health.Seen("answers", List.of())),
                new Health.Check("node n2", false, new Health.Seen("no-beacon", List.of()))));
    navigate(HealthView.class);
    awaitText("One part does not work.");
    assertThat(text()).contains("Portal", "Database", "Node n2", "no beacon yet");
    assertThat(text()).contains("Desktops on this node cannot be started or stopped");
    assertThat(text()).doesNotContain("Nobody can sign in");
  }

  @Test
  void showsTheRoomOfTheStoreAndStartsUpkeep() {
    portal.store =
        new StoreOverview(
            new StoreOverview.Room(Instant.now(), "fuse.mfs", 1L << 40, 1L << 39, 1, 2, 3, 1),
            List.of(new StoreOverview.Point(Instant.now(), 1L << 39)),
            40L,
            List.of(
                new StoreOverview.DesktopRoom(
                    new DesktopId("d1"), "wang", "main", 3, 2L << 30, 1L << 30),
                new StoreOverview.DesktopRoom(new DesktopId("d9"), null, null, 1, 5, 5)),
            List.of(
                new StoreOverview.VersionRoom(
                    new DesktopId("d1"), "wang", 6, Instant.now(), 3L << 20, 7L << 20)),
            List.of(
                new StoreOverview.DamagedVersion(
                    new DesktopId("d1"), "wang", "main", 7, Instant.now(), "layer 7 is cut off")));
    portal.upkeep.add(
        new MaintenanceView(
            MaintenanceKind.VERIFY,
            Duration.ofDays(1),
            false,
            Instant.now(),
            List.of(
                new MaintenanceView.Run(
                    "r1",
                    MaintenanceState.SUCCEEDED,
                    null,
                    2,
                    2,
                    9,
                    0,
                    1,
                    List.of("a finding"),
                    Instant.now(),
                    Instant.now()))));
    navigate(StorageView.class);
    assertThat(text()).contains("Versions that alone take most", "7.0 MiB");
    assertThat(text())
        .contains("0.5 / 1.0 TiB", "Full in about 40 days", "fuse.mfs", "2.0 GiB")
        .contains("known to the store only", "layer 7 is cut off", "One document")
        .contains("2 of 2 desktops", "9 things read", "1 finding", "a finding");
    test(find(Button.class).withText("Run now").single()).click();
    assertThat(portal.calls).containsExactly("run verify");
    speakChinese();
    assertThat(text()).contains("约 40 天后写满", "立即运行");
  }

  /** Whoever looks after the store has to know each of them. */
  @Test
  void showsEachDesktopThatUpkeepCouldNotDo() {
    portal.upkeep.add(
        new MaintenanceView(
            MaintenanceKind.PRUNE,
            Duration.ofDays(1),
            false,
            Instant.now(),
            List.of(
                new MaintenanceView.Run(
                    "r1",
                    MaintenanceState.PARTLY_FAILED,
                    null,
                    9,
                    9,
                    0,
                    0,
                    0,
                    Stream.of("d1", "d2", "d3", "d4").map(d -> "desktop " + d + ": torn").toList(),
                    Instant.now(),
                    Instant.now()))));
    navigate(StorageView.class);
    assertThat(text()).contains("Partly failed", "desktop d1: torn", "desktop d4: torn");
    speakChinese();
    assertThat(text()).contains("部分失败");
  }

  @Test
  void anUnmeasuredStoreIsSaidToBeOne() {
    navigate(StorageView.class);
    assertThat(text()).contains("has not been measured yet", "No version is known to be damaged");
  }

  private void awaitText(String wanted) {
    for (long end = System.nanoTime() + 10_000_000_000L; !text().contains(wanted); ) {
      assertThat(System.nanoTime()).isLessThan(end);
      runPendingSignalsTasks();
      Thread.onSpinWait();
    }
  }

  @Test
  void showsAForeignDesktopWithoutItsSecret() {
    portal.desktops.add(
        Samples.desktop(
            new DesktopId("d2"), "li", "李雷", DesktopPhase.RUNNING, DesktopCommand.STOP));
    portal.audit.add(entry(1, "admin", "stop", "d2", "li"));
    navigate("admin/desktops/d2", DesktopDetailView.class);
    assertThat(text()).contains("李雷", "the member's alone", "stopped the desktop");
    assertThat(portal.calls).isEmpty();
    test(find(Button.class).withText("Stop").single()).click();
    test(find(Button.class).withText("Stop the desktop").single()).click();
    assertThat(portal.calls).containsExactly("STOP");
    navigate("admin/desktops/nothing", DesktopDetailView.class);
    assertThat(text()).contains("There is no such desktop");
  }

  @Test
  void changesTheLimitsThatWereTouchedWithinWhatTheNodeHas() {
    portal.desktops.add(Samples.desktop(new DesktopId("d2"), "li", "李雷", DesktopPhase.RUNNING));
    navigate("admin/desktops/d2", DesktopDetailView.class);
    test(find(Button.class).withText("Change limits…").single()).click();
    var memory = find(NumberField.class).withCaption("Memory (GiB)").single();
    assertThat(memory.getHelperText()).isEqualTo("Its node has 32.0 GiB.");
    var change = find(Button.class).withText("Change limits").single();
    memory.setValue(33.0);
    assertThat(change.isEnabled()).isFalse();
    memory.setValue(8.5);
    test(change).click();
    assertThat(portal.calls)
        .containsExactly(
            "LimitsWish[milliCpus=null, memoryBytes=9126805504, pids=null, shmBytes=null]");
  }

  private static AuditEntry entry(
      long id, @Nullable String who, String action, String target, @Nullable String owner) {
    return new AuditEntry(id, Instant.now(), who, action, target, owner, "10.0.0.7");
  }

  @Test
  void savesWhatAnAdminChanges() {
    navigate(SettingsView.class);
    test(find(Checkbox.class).single()).click();
    assertThat(portal.settings.approvalRequired()).isTrue();
    setNumber("Minutes until its desktops start elsewhere by themselves", 5);
    setNumber("Hours unused after which a desktop is stopped", 12);
    setNumber("Days for which a member may lock a desktop at most", 30);
    assertThat(portal.settings).isEqualTo(new Settings(true, 5, 12, 30));
  }

  @Test
  void saysWhatARuleForUnusedDesktopsWouldHaveDone() {
    portal.settings = new Settings(false, 0, 10, 14);
    navigate(SettingsView.class);
    assertThat(text())
        .contains("after 10 hours 2 desktops (10 times)")
        .contains("after 12 hours 2 desktops (8 times)")
        .contains("after 1 day 1 desktop (4 times)")
        .contains("after 3 days no desktop (once)");
  }

  private void setNumber(String label, int value) {
    test(find(IntegerField.class).withCaption(label).single()).setValue(value);
  }

  private void addRequest() {
    portal.waiting.add(
        new WaitingRegistration(
            Samples.OPERATION, Samples.account(Role.MEMBER), "full-3", null, Instant.now()));
  }
}
