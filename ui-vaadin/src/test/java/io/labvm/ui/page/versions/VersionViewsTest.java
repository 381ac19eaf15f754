package io.labvm.ui.page.versions;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.textfield.TextField;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationState;
import io.labvm.ui.changes.Change;
import io.labvm.ui.common.Rows;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.BackupSchedule;
import io.labvm.ui.versions.ChangedEntry;
import io.labvm.ui.versions.FolderEntry;
import io.labvm.ui.versions.PackageChanges.PackageChange;
import io.labvm.ui.versions.VersionView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionViewsTest extends PageTest {
  private static final String DESKTOP = Samples.DESKTOP.value();

  @BeforeEach
  void makeADesktop() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING, DesktopCommand.BACKUP));
  }

  private static VersionView version(long number, String label, boolean pinned) {
    Instant made = Instant.now().minus(Duration.ofHours(10 - number));
    return new VersionView(
        number,
        made,
        made,
        number == 2 ? "stop" : "schedule",
        label,
        pinned,
        "frozen",
        3,
        212,
        38L << 20,
        Samples.OPERATION,
        number == 1 ? null : made,
        null,
        null);
  }

  private void makeVersions() {
    portal.versions.add(version(3, "", false));
    portal.versions.add(version(2, "before CUDA 13", true));
    portal.versions.add(version(1, "", false));
  }

  private void click(String name) {
    test(find(Button.class).withText(name).single()).click();
  }

  private Button of(String aria) {
    return find(Button.class).all().stream()
        .filter(b -> b.getAriaLabel().filter(aria::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void showsVersionsNewestFirstWithWhatTheyAreWorth() {
    makeVersions();
    navigate(VersionsView.class);
    assertThat(find(Rows.class).single().count()).isEqualTo(3);
    assertThat(text())
        .contains(
            "Version 3",
            "By schedule",
            "At a stop",
            "38.0 MiB",
            "212 files and folders",
            "Verified",
            "Not verified yet",
            "taken while running",
            "before CUDA 13",
            "Pinned",
            "on full-3");
    speakChinese();
    assertThat(text()).contains("版本 3", "定时", "已校验").doesNotContain("!{");
  }

  @Test
  void saysWhenTheFirstOneComes() {
    navigate(VersionsView.class);
    assertThat(text()).contains("none is made by itself");
    portal.schedule = new BackupSchedule(60, Instant.now().plusSeconds(600));
    portal.changed(Change.Kind.DESKTOP);
    runPendingSignalsTasks();
    assertThat(text()).contains("every 1 hour", "comes with the next backup");
  }

  @Test
  void backsUpAndShowsHowFarItIs() {
    portal.add(
        Samples.operation(new OperationId("o1"), OperationKind.BACKUP, OperationState.RUNNING, 3));
    navigate(VersionsView.class);
    click("Back up now");
    assertThat(portal.calls).contains("BACKUP");
    assertThat(text()).contains("Back up", "Running");
  }

  @Test
  void changesTheInterval() {
    navigate(VersionsView.class);
    click("Change the interval");
    assertThat(portal.calls).contains("every null");
  }

  @Test
  void pinsLabelsAndDeletesAfterNamingTheConsequences() {
    makeVersions();
    navigate(VersionsView.class);
    test(of("Pin Version 3")).click();
    test(of("Label… Version 1")).click();
    test(find(TextField.class).single()).setValue("good one");
    click("Set the label");
    assertThat(of("Delete… Version 3").isEnabled()).isFalse();
    assertThat(of("Delete… Version 2").isEnabled()).isFalse();
    test(of("Delete… Version 1")).click();
    assertThat(portal.calls).doesNotContain("remove 1");
    click("Delete version 1");
    assertThat(portal.calls).contains("note 3 null true", "note 1 good one null", "remove 1");
  }

  private static FolderEntry entry(
      @Nullable String name, @Nullable String base64, String type, @Nullable String target) {
    return new FolderEntry(
        name, base64, type, "0644", 1000, 1000, 1, 5, "2026-01-01T00:00:00Z", target, null);
  }

  @Test
  void showsAFolderWithoutFollowingOrRunningAnything() {
    portal.files.add(entry("<b>bold</b>", null, "regular", null));
    portal.files.add(entry(null, "/2E=", "directory", null));
    portal.files.add(entry("out", null, "symbolic-link", "../../etc/shadow"));
    portal.files.add(entry("turn\u202egnp.exe", null, "regular", null));
    navigate(FilesView.class, Map.of("desktop", DESKTOP, "version", "3"));
    assertThat(text())
        .contains("<b>bold</b>", "→ ../../etc/shadow", "turn\\u202egnp.exe", "Whole machine");
    assertThat(find(Anchor.class).withText("Further names").exists()).isTrue();
    var save =
        find(Anchor.class).all().stream()
            .filter(a -> a.getElement().hasAttribute("download"))
            .map(Anchor::getHref)
            .toList();
    assertThat(save)
        .contains("files/desktops/" + DESKTOP + "/versions/3/archive")
        .contains("files/desktops/" + DESKTOP + "/versions/3/file?path=PGI-Ym9sZDwvYj4")
        .contains("files/desktops/" + DESKTOP + "/versions/3/archive?path=_2E");
  }

  @Test
  void refusesADamagedVersionInWords() {
    portal.refusal = ProblemException.of(ProblemCode.VERSION_DAMAGED, "damaged");
    navigate(FilesView.class, Map.of("desktop", DESKTOP, "version", "3"));
    assertThat(text()).contains("This version is damaged");
  }

  @Test
  void comparesByFolderAndByPackage() {
    makeVersions();
    portal.changed.add(
        new ChangedEntry("etc", null, "directory", "inside", 1L, 1L, 2, 41, 1200, 5L << 20, false));
    portal.changed.add(
        new ChangedEntry("vmlinuz", null, "regular", "removed", 9L, null, 0, 0, 1, 0, true));
    portal.packages.add(new PackageChange("cuda-13-0", null, "13.0.1-1"));
    navigate(CompareView.class, Map.of("desktop", DESKTOP, "version", "1", "other", "3"));
    assertThat(text())
        .contains("+2 ~41 −1,200 and more", "5.0 MiB", "Removed", "9 B → –", "13.0.1-1");
    assertThat(portal.calls).contains("changes 1 3 /");
    speakChinese();
    assertThat(text()).contains("内部有变化", "以及更多").doesNotContain("!{");
  }
}
