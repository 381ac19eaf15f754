package io.labvm.ui.page.versions;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.FromVersion;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationKind;
import io.labvm.contract.operation.OperationResult;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.storage.PrunePlan;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.contract.store.LeftOut;
import io.labvm.ui.changes.Change;
import io.labvm.ui.common.Rows;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.desktops.RecoveryPointView;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.storage.RetentionView;
import io.labvm.ui.versions.BackupSchedule;
import io.labvm.ui.versions.ChangedEntry;
import io.labvm.ui.versions.FolderEntry;
import io.labvm.ui.versions.PackageChanges.PackageChange;
import io.labvm.ui.versions.VersionView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        number == 2 ? 7L << 20 : null,
        number == 3
            ? List.of(new LeftOut("path-length", 3, List.of("home/deep\nest")))
            : List.of());
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
            "7.0 MiB of its own",
            "Verified",
            "Not verified yet",
            "taken while running",
            "before CUDA 13",
            "Pinned",
            "on full-3");
    assertThat(find(VersionTimeline.class).single().getChildren().map(Component::getElement))
        .extracting(dot -> dot.getAttribute("data-text"))
        .contains("Version 2 · At a stop · 38.0 MiB · before CUDA 13")
        .hasSize(3);
    speakChinese();
    assertThat(text()).contains("版本 3", "定时", "已校验").doesNotContain("!{");
  }

  @Test
  void saysWhatAVersionLacks() {
    makeVersions();
    navigate(VersionsView.class);
    click("3 things were not saved…");
    assertThat(dialog()).contains("too deep", "/home/deep\\u000aest", "and 2 more");
  }

  @Test
  void saysWhenTheFirstOneComes() {
    navigate(VersionsView.class);
    assertThat(text()).contains("none is made by itself");
    portal.schedule = new BackupSchedule(60, Instant.now().plusSeconds(600), false);
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

  @Test
  void goesBackOnlyAfterWhatChangesWasShownAndTheNameWasTyped() {
    makeVersions();
    portal.changed.add(
        new ChangedEntry("etc", null, "directory", "inside", 1L, 1L, 2, 41, 3, 5L << 20, true));
    navigate(VersionsView.class);
    test(of("Go back… Version 1")).click();
    awaitDialog("etc/");
    assertThat(dialog()).contains("Programs that run end", "the newest one", "+2 ~41 −3");
    assertThat(portal.calls).contains("changes 3 1 /");
    assertThat(find(Button.class).withText("Go back to version 1").single().isEnabled()).isFalse();
    test(find(TextField.class).single()).setValue("wang");
    click("Go back to version 1");
    assertThat(portal.calls).contains("restore 1");
  }

  @Test
  void saysInTheDialogThatTheStoreIsAway() {
    makeVersions();
    portal.refusal = ProblemException.of(ProblemCode.UNAVAILABLE, "away");
    navigate(VersionsView.class);
    test(of("Go back… Version 1")).click();
    awaitDialog("does not answer");
  }

  @Test
  void offersNoWayBackWhileTheDesktopChangesItsState() {
    portal.desktops.clear();
    portal.desktops.add(Samples.desktop(DesktopPhase.STARTING));
    makeVersions();
    navigate(VersionsView.class);
    assertThat(of("Go back… Version 1").isEnabled()).isFalse();
  }

  private static OperationView came(OperationKind kind, OperationResult result) {
    var o = Samples.operation(Samples.OPERATION, kind, OperationState.SUCCEEDED, 9);
    return new OperationView(
        o.id(),
        o.desktop(),
        o.owner(),
        o.kind(),
        o.state(),
        o.requestedBy(),
        o.createdAt(),
        o.startedAt(),
        o.endedAt(),
        o.steps(),
        null,
        result,
        null,
        false);
  }

  @Test
  void undoStaysInSightAfterARestoreAndALaterBackup() {
    makeVersions();
    portal.add(
        Samples.operation(
            new OperationId("o1"), OperationKind.BACKUP, OperationState.SUCCEEDED, 9));
    portal.add(
        came(OperationKind.RESTORE, new OperationResult(3, true, "frozen", 1, 1, 1).undoneBy(2L)));
    navigate(VersionsView.class);
    assertThat(text()).contains("went back to an earlier version and goes on as version 3");
    click("Undo: go back to version 2");
    test(find(TextField.class).single()).setValue("wang");
    click("Go back to version 2");
    assertThat(portal.calls).contains("restore 2");
    portal.versions.remove(1);
    portal.changed(Change.Kind.DESKTOP);
    runPendingSignalsTasks();
    assertThat(text()).doesNotContain("went back");
  }

  @Test
  void undoStaysInSightHoweverMuchIsDoneAfterARestore() {
    makeVersions();
    for (int i = 0; i < 50; i++) {
      portal.add(
          Samples.operation(
              new OperationId("o" + i), OperationKind.BACKUP, OperationState.SUCCEEDED, 9));
    }
    portal.add(
        came(OperationKind.RESTORE, new OperationResult(3, true, "frozen", 1, 1, 1).undoneBy(2L)));
    navigate(VersionsView.class);
    assertThat(text()).contains("went back to an earlier version and goes on as version 3");
  }

  @Test
  void saysInFourPartsWhyItFailed() {
    portal.add(
        Samples.operation(new OperationId("o1"), OperationKind.RESTORE, OperationState.FAILED, 5));
    navigate(VersionsView.class);
    assertThat(text()).contains("did not answer in time", "its files are kept", "Try again.");
  }

  @Test
  void forksUnderANameAndSaysWhyNot() {
    makeVersions();
    navigate(VersionsView.class);
    test(of("Fork… Version 2")).click();
    test(find(TextField.class).single()).setValue("spare");
    portal.refusal = ProblemException.of(ProblemCode.WRONG_STATE, "too many");
    click("Make the desktop");
    assertThat(dialog()).contains("as many desktops");
    portal.refusal = null;
    click("Make the desktop");
    assertThat(portal.calls).contains("fork 2 as spare");
  }

  @Test
  void copiesBackBesideUnlessToldToReplaceAndShowsHowFarItIs() {
    portal.files.add(entry("notes", null, "directory", null));
    portal.files.add(entry(null, "/2E=", "regular", null));
    navigate(FilesView.class, Map.of("desktop", DESKTOP, "version", "3"));
    portal.add(
        Samples.operation(Samples.OPERATION, OperationKind.COPY_BACK, OperationState.RUNNING, 3));
    test(of("Copy notes back")).click();
    click("Copy back");
    assertThat(portal.calls)
        .contains("copy back " + new FromVersion(3, "/notes", FromVersion.Mode.BESIDE));
    assertThat(text()).contains("Running", "1.2 / 3.1 GiB");
    portal.add(
        came(
            OperationKind.COPY_BACK,
            new OperationResult(3, false, "live", 1, 1, 0).lyingAt("/notes.v3")));
    portal.changed(Change.Kind.OPERATION);
    runPendingSignalsTasks();
    assertThat(text()).contains("It lies at /notes.v3 in the desktop.");
    assertThat(
            find(Button.class).all().stream()
                .filter(b -> b.getTooltip().getText() != null && !b.isEnabled()))
        .as("a name that is no text")
        .hasSize(1);
  }

  @Test
  void copiesNothingIntoAStoppedDesktop() {
    portal.files.add(entry("notes", null, "directory", null));
    portal.desktops.clear();
    portal.desktops.add(Samples.desktop(DesktopPhase.STOPPED));
    navigate(FilesView.class, Map.of("desktop", DESKTOP, "version", "3"));
    assertThat(of("Copy notes back").isEnabled()).isFalse();
    assertThat(of("Copy notes back").getTooltip().getText()).contains("Start the desktop first");
    portal.desktops.clear();
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
    portal.changed(Change.Kind.DESKTOP);
    runPendingSignalsTasks();
    assertThat(of("Copy notes back").isEnabled()).isTrue();
  }

  @Test
  void saysWhichVersionsStayAndShowsWhatOtherRulesWouldRemove() {
    makeVersions();
    portal.retention =
        new RetentionView(RetentionRules.DEFAULT, true, Instant.now().plusSeconds(3600));
    navigate(VersionsView.class);
    assertThat(text())
        .contains("Kept: the last 3, 24 hourly", "as the lab has it", "removed next in");
    portal.plan = new PrunePlan(List.of(1, 2), List.of(3), 5L << 20, 9L << 20);
    click("Change…");
    awaitDialog("2 versions would be removed the next time: 1–2");
    assertThat(dialog()).contains("One version stays. 5.0 MiB are freed, up to 9.0 MiB");
    chooseOwnRules();
    test(find(IntegerField.class).withLabel("Hourly").single()).setValue(12);
    click("Change the rules");
    assertThat(portal.calls).contains("keep " + new RetentionRules(3, 12, 7, 4, 6));
    assertThat(text()).contains("12 hourly").doesNotContain("as the lab has it");
  }

  @SuppressWarnings("unchecked")
  private void chooseOwnRules() {
    RadioButtonGroup<Object> whose =
        (RadioButtonGroup<Object>) find(RadioButtonGroup.class).single();
    whose.setValue(whose.getListDataView().getItem(1));
  }

  @Test
  void saysHowFarTheSyncIsBehind() {
    portal.desktops.clear();
    var point = new RecoveryPointView(Instant.now().minusSeconds(90), 2, 3L << 20);
    portal.desktops.add(
        Samples.behind(Samples.desktop(DesktopPhase.RUNNING), point, List.of("sync-behind")));
    navigate(VersionsView.class);
    assertThat(text()).contains("Sync is behind by", "2 files, 3.0 MiB not in the store yet");
  }

  /** A node that has lost the store does not count what it cannot compare. */
  @Test
  void doesNotSayThatNothingIsBehindWhenNobodyKnows() {
    portal.desktops.clear();
    var point = new RecoveryPointView(Instant.now().minusSeconds(90), 0, 0);
    portal.desktops.add(
        Samples.behind(Samples.desktop(DesktopPhase.RUNNING), point, List.of("sync-behind")));
    navigate(VersionsView.class);
    assertThat(text())
        .contains("Sync is behind by", "unknown until the store answers")
        .doesNotContain("0 B not in the store");
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
        new ChangedEntry(
            "etc", null, "directory", "attributes", 1L, 1L, 2, 41, 1200, 5L << 20, false));
    portal.changed.add(
        new ChangedEntry("vmlinuz", null, "regular", "removed", 9L, null, 0, 0, 1, 0, true));
    portal.packages.add(new PackageChange("cuda-13-0", null, "13.0.1-1"));
    navigate(CompareView.class, Map.of("desktop", DESKTOP, "version", "1", "other", "3"));
    assertThat(text())
        .contains("+2 ~41 −1,200 and more", "5.0 MiB", "Removed", "9 B → –", "13.0.1-1");
    assertThat(text()).contains("Inside").doesNotContain("Only rights");
    assertThat(portal.calls).contains("changes 1 3 /");
    speakChinese();
    assertThat(text()).contains("内部有变化", "以及更多").doesNotContain("!{");
  }
}
