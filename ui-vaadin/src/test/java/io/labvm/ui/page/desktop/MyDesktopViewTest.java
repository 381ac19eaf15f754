package io.labvm.ui.page.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.textfield.TextField;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationState;
import io.labvm.ui.changes.Change;
import io.labvm.ui.common.ErrorPanel;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.desktops.MemoryKillView;
import io.labvm.ui.desktops.UseView;
import io.labvm.ui.gpus.DesktopGpus;
import io.labvm.ui.gpus.GpuMode;
import io.labvm.ui.left.LeftView;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MyDesktopViewTest extends PageTest {
  @Test
  void saysThatChangesWereLeftBehind() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    open();
    assertThat(text()).doesNotContain("left behind");
    Instant since = Instant.now();
    portal.left.add(
        new LeftView("u1.1", "bmax", since, since.plusSeconds(9_000_000), 3, 4096, true, since));
    portal.changed(Change.Kind.DESKTOP);
    runPendingSignalsTasks();
    assertThat(text()).contains("Changes of this desktop were left behind on bmax", "Look at them");
    speakChinese();
    assertThat(text()).contains("有更改遗留在 bmax 上");
  }

  @Test
  void saysWhichGpusItHasOrWhereItWaitsAndAsksOnlyAfterNamingTheConsequences() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    open();
    assertThat(text()).doesNotContain("GPUs");
    portal.desktopGpus =
        new DesktopGpus(GpuMode.SHARED, null, 4, List.of(), List.of(), null, null, null, null);
    portal.changed(Change.Kind.DESKTOP);
    runPendingSignalsTasks();
    assertThat(text()).contains("All GPUs of its node, shared with its other desktops: 4.");
    portal.desktopGpus =
        new DesktopGpus(
            GpuMode.EXCLUSIVE, 2, 4, List.of("g0"), List.of("g1"), 3, null, Instant.now(), null);
    portal.changed(Change.Kind.DESKTOP);
    runPendingSignalsTasks();
    assertThat(text())
        .contains(
            "1 GPU is its own.", "place 3 in the queue", "1 GPU is kept for it", "Given back");
    assertThat(text()).contains("have not said until when");
    portal.desktopGpus = portal.desktopGpus.withTurn(Instant.now().plusSeconds(7200));
    portal.changed(Change.Kind.DESKTOP);
    runPendingSignalsTasks();
    assertThat(text()).contains("Expected at the earliest:");
    test(select("GPUs wanted")).selectItem("4");
    test(select("For how long")).selectItem("3 days");
    test(find(Button.class).withText("Ask…").single()).click();
    assertThat(portal.calls).isEmpty();
    assertThat(dialog()).contains("It waits for its turn", "nobody is connected");
    test(find(Button.class).withText("Ask for them").single()).click();
    assertThat(portal.calls).containsExactly("ask for 4 GPUs for 3 days");
    speakChinese();
    assertThat(text()).contains("独占 1 个 GPU", "排队第 3 位");
  }

  @Test
  void offersOneWayOutOfALostNodeAndSaysWhatHappensByItself() {
    var lost = Samples.desktop(DesktopPhase.NODE_LOST, DesktopCommand.START, DesktopCommand.STOP);
    portal.desktops.add(lost);
    open();
    assertThat(primaryButtons()).containsExactly("Start elsewhere…");
    assertThat(text()).contains("It does not start elsewhere by itself; an admin can change that.");
    Instant soon = Instant.now().plusSeconds(300);
    nowIs(Samples.startingElsewhere(lost, soon));
    assertThat(text())
        .contains("it starts elsewhere by itself at " + seconds(soon) + ".")
        .doesNotContain("does not start");
    speakChinese();
    assertThat(text()).contains("如果节点到 " + seconds(soon) + " 仍未恢复，桌面会自动在其他节点启动。");
    Instant over = Instant.now().minusSeconds(60);
    nowIs(Samples.startingElsewhere(lost, over));
    assertThat(text()).contains("自 " + seconds(over) + " 起，桌面会自动尝试在其他节点启动");
  }

  private void nowIs(DesktopView desktop) {
    portal.desktops.set(0, desktop);
    portal.changed(Change.Kind.DESKTOP);
    runPendingSignalsTasks();
  }

  private static String seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private List<String> primaryButtons() {
    return find(Button.class).all().stream()
        .filter(b -> b.getThemeNames().contains("primary"))
        .map(Button::getText)
        .toList();
  }

  @Test
  void showsStateNodeAddressesAndNoSecret() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING, DesktopCommand.STOP));
    open();
    assertThat(text())
        .contains("Running", "amax", "lab.example:9001", "ssh -p 10001 wang@lab.example")
        .contains("4 CPUs · 16.0 GiB memory")
        .doesNotContain("hunter42");
    assertThat(portal.calls).isEmpty();
    assertThat(find(Anchor.class).withText("Open desktop").exists()).isTrue();
  }

  @Test
  void showsWhatTheDesktopUsesAsItComesIn() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    open();
    assertThat(text()).doesNotContain("Processes and threads");
    long gib = 1L << 30;
    portal.use =
        new UseView(
            Instant.now(),
            1.5,
            4 * gib,
            16 * gib,
            gib,
            120L,
            4096L,
            gib,
            2 * gib,
            3L,
            18 * gib,
            null,
            List.of());
    portal.changed(Change.Kind.NODE);
    runPendingSignalsTasks();
    assertThat(text())
        .contains(
            "1.5 / 4 CPUs", "4.0 / 16.0 GiB", "120 / 4,096", "18.0 GiB", "Written since start")
        .contains("the memory limit has ended 3 processes");
    portal.use =
        new UseView(
            Instant.now(),
            0,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of());
    portal.changed(Change.Kind.NODE);
    runPendingSignalsTasks();
    assertThat(text()).contains("no data").doesNotContain("Written since start", "0.0 GiB");
    speakChinese();
    assertThat(text()).contains("进程与线程");
  }

  @Test
  void saysThatGpusAreLostAndRepairsThemOnlyAfterNamingTheConsequences() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING, DesktopCommand.REPAIR_GPU));
    portal.desktopGpus =
        new DesktopGpus(GpuMode.SHARED, null, 4, List.of(), List.of(), null, null, null, null);
    open();
    assertThat(text()).doesNotContain("Repair GPU");
    String why = "Failed to initialize NVML: Unknown Error";
    portal.use =
        new UseView(
            Instant.now(), 0, null, null, null, null, null, null, null, null, null, why, List.of());
    portal.desktopGpus =
        new DesktopGpus(GpuMode.SHARED, null, 4, List.of(), List.of(), null, null, null, why);
    portal.changed(Change.Kind.NODE);
    runPendingSignalsTasks();
    assertThat(text()).contains("Its programs cannot reach its GPUs: " + why);
    test(find(Button.class).withText("Repair GPU…").single()).click();
    assertThat(portal.calls).isEmpty();
    assertThat(dialog()).contains("in a new container on the same files", "Programs that run");
    test(find(Button.class).withText("Repair GPU").single()).click();
    assertThat(portal.calls).containsExactly("REPAIR_GPU");
    speakChinese();
    assertThat(text()).contains("程序无法使用 GPU", "修复 GPU…");
  }

  @Test
  void warnsOfWhatLittleIsLeftAndNamesWhatWasEnded() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    long gib = 1L << 30;
    portal.use =
        new UseView(
            Instant.now(),
            0,
            9 * gib,
            10 * gib,
            null,
            98L,
            100L,
            null,
            null,
            3L,
            null,
            null,
            List.of(
                new UseView.Shortage("memory", 8 * gib, 10 * gib, 80),
                new UseView.Shortage("tasks", 98, 100, 95),
                new UseView.Shortage("disk", 85 * gib, 100 * gib, 80)));
    portal.memoryKills.add(new MemoryKillView(Instant.now(), "python", 31 * gib, 1, true));
    portal.memoryKills.add(new MemoryKillView(Instant.now(), null, null, 2, true));
    open();
    assertThat(text())
        .contains("Memory is 80 % full: programs hold 8.0 GiB of 10.0 GiB")
        .contains("98 % used: 98 of 100", "85 % full: 15.0 GiB of 100.0 GiB are free")
        .contains("Killed by the memory limit: python, 31.0 GiB", "has ended 2 processes")
        .doesNotContain("Since the start the memory limit");
    portal.use = null;
    portal.changed(Change.Kind.NODE);
    runPendingSignalsTasks();
    assertThat(text()).contains("python, 31.0 GiB").doesNotContain("Memory is 80 %");
    speakChinese();
    assertThat(text()).contains("因超出内存限额被终止：python");
  }

  @Test
  void stopsOnlyAfterNamingTheConsequences() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING, DesktopCommand.STOP));
    open();
    test(find(Button.class).withText("Stop…").single()).click();
    assertThat(portal.calls).isEmpty();
    test(find(Button.class).withText("Stop the desktop").single()).click();
    assertThat(portal.calls).containsExactly("STOP");
  }

  @Test
  void makesANewDesktopWhereThereIsNone() {
    open();
    assertThat(text()).contains("A new desktop", "account and login name stay");
    test(find(Button.class).withText("Create my desktop").single()).click();
    assertThat(portal.calls).containsExactly("desktop of full-3 on null");
  }

  @Test
  void startsAtOnce() {
    portal.desktops.add(Samples.desktop(DesktopPhase.STOPPED, DesktopCommand.START));
    open();
    test(find(Button.class).withText("Start").single()).click();
    assertThat(portal.calls).containsExactly("START");
  }

  @Test
  void deletesOnlyAfterTheNameWasTyped() {
    portal.desktops.add(Samples.desktop(DesktopPhase.STOPPED, DesktopCommand.DELETE));
    open();
    test(find(Button.class).withText("Delete desktop…").single()).click();
    var confirm = find(Button.class).withText("Delete the desktop").single();
    assertThat(confirm.isEnabled()).isFalse();
    test(find(TextField.class).single()).setValue("wang");
    test(confirm).click();
    assertThat(portal.calls).containsExactly("DELETE");
  }

  @Test
  void saysWhyAButtonCannotBePressed() {
    portal.desktops.add(Samples.desktop(DesktopPhase.STARTING));
    open();
    var stop = find(Button.class).withText("Stop…").single();
    assertThat(stop.isEnabled()).isFalse();
    assertThat(stop.getTooltip().getText()).isEqualTo("Not possible now: Starting");
  }

  @Test
  void followsChangesUntilItIsLeft() {
    portal.desktops.add(Samples.desktop(DesktopPhase.STARTING));
    open();
    portal.desktops.set(0, Samples.desktop(DesktopPhase.RUNNING, DesktopCommand.STOP));
    portal.changed(Change.Kind.DESKTOP);
    runPendingSignalsTasks(200, TimeUnit.MILLISECONDS);
    assertThat(text()).contains("Running");
    var followers = portal.followers();
    UI.getCurrent().navigate("account");
    // one of the desktop and one of its figures
    assertThat(portal.followers()).isEqualTo(followers - 2);
  }

  @Test
  void explainsTheLastFailure() {
    portal.desktops.add(Samples.desktop(DesktopPhase.FAILED, DesktopCommand.START));
    portal.add(Samples.operation(Samples.OPERATION, OperationKind.START, OperationState.FAILED, 7));
    open();
    assertThat(find(ErrorPanel.class).exists()).isTrue();
    assertThat(text()).contains("Needs attention", "Disk full", Samples.OPERATION.value());
  }

  @Test
  void saysWhatToDoWithoutADesktop() {
    open();
    assertThat(text()).contains("You have no desktop");
  }

  @Test
  void speaksChinese() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING, DesktopCommand.STOP));
    open();
    speakChinese();
    assertThat(text()).contains("运行中", "连接方式", "最近操作").doesNotContain("Running");
  }

  // The page is the first one and stands open, with nothing in it, before a test begins.
  private void open() {
    UI.getCurrent().navigate("account");
    navigate(MyDesktopView.class);
  }
}
