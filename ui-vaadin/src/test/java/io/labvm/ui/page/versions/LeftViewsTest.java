package io.labvm.ui.page.versions;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextField;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.ui.changes.Change;
import io.labvm.ui.common.Rows;
import io.labvm.ui.left.LeftView;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.FolderEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeftViewsTest extends PageTest {
  private static final String DESKTOP = Samples.DESKTOP.value();
  private static final String ID = "u1.1767225600000";

  @BeforeEach
  void makeADesktop() {
    portal.desktops.add(Samples.desktop(DesktopPhase.RUNNING));
  }

  private void leaveBehind() {
    Instant since = Instant.now().minus(Duration.ofHours(2));
    portal.left.add(
        new LeftView(
            ID,
            "bmax",
            since,
            since.plus(Duration.ofDays(30)),
            1234,
            5L << 20,
            true,
            Instant.now()));
  }

  private void open() {
    navigate(LeftBehindView.class, Map.of("desktop", DESKTOP));
  }

  private static FolderEntry entry(String name, String type) {
    return new FolderEntry(
        name, null, type, "0644", 1000, 1000, 1, 5, "2026-01-01T00:00:00Z", null, null);
  }

  @Test
  void saysWhatThereIsAndUntilWhen() {
    leaveBehind();
    open();
    assertThat(text())
        .contains(
            "Left behind on bmax",
            "5.0 MiB, 1,234 files and folders",
            "Kept until",
            "is only here",
            "Look at the files");
    assertThat(find(Anchor.class).withText("Download all as tar").single().getHref())
        .isEqualTo("files/desktops/" + DESKTOP + "/left-behind/" + ID + "/archive");
    speakChinese();
    assertThat(text()).contains("遗留在 bmax 上", "只在这里", "丢弃…").doesNotContain("!{");
  }

  @Test
  void saysWhyThereIsNothing() {
    open();
    assertThat(text()).contains("Nothing of this desktop was left behind.");
    leaveBehind();
    portal.changed(Change.Kind.DESKTOP);
    runPendingSignalsTasks();
    assertThat(text()).contains("Left behind on bmax");
  }

  @Test
  void discardsOnlyAfterTheNameWasTyped() {
    leaveBehind();
    open();
    test(find(Button.class).withText("Discard…").single()).click();
    assertThat(dialog()).contains("deleted on bmax", "gone for good");
    Button verb = find(Button.class).withText("Discard for good").single();
    assertThat(verb.isEnabled()).isFalse();
    test(find(TextField.class).single()).setValue(portal.desktops.getFirst().name());
    test(verb).click();
    assertThat(portal.calls).contains("discard " + ID);
    assertThat(text()).contains("Nothing of this desktop was left behind.");
  }

  @Test
  void showsFilesAndWhatWasDeleted() {
    portal.files.add(entry("thesis", "regular"));
    portal.files.add(entry("data", "directory"));
    portal.files.add(entry("draft", "deleted"));
    portal.files.add(entry("<i>fifo</i>", "fifo"));
    navigate(LeftFilesView.class, Map.of("desktop", DESKTOP, "left", ID));
    assertThat(portal.calls).contains("left folder " + ID + " / null");
    assertThat(find(Rows.class).single().count()).isEqualTo(4);
    assertThat(text()).contains("thesis", "data/", "draft", "deleted", "<i>fifo</i>");
    assertThat(find(Anchor.class).withText("Further names").exists()).isTrue();
    assertThat(
            find(Anchor.class).all().stream()
                .filter(a -> a.getElement().hasAttribute("download"))
                .map(Anchor::getHref))
        .hasSize(3)
        .contains(
            "files/desktops/" + DESKTOP + "/left-behind/" + ID + "/archive?path=ZGF0YQ",
            "files/desktops/" + DESKTOP + "/left-behind/" + ID + "/file?path=dGhlc2lz");
    speakChinese();
    assertThat(text()).contains("遗留的文件", "已删除").doesNotContain("!{");
  }

  @Test
  void aNodeThatDoesNotAnswerIsSaidInThePlaceOfTheFiles() {
    portal.refusal = ProblemException.of(ProblemCode.UNAVAILABLE, "The node does not answer.");
    navigate(LeftFilesView.class, Map.of("desktop", DESKTOP, "left", ID));
    assertThat(text()).contains("All left-behind changes").doesNotContain("!{");
  }

  private Button back(String name) {
    return find(Button.class).all().stream()
        .filter(b -> b.getAriaLabel().filter(("Copy " + name + " back")::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void filesComeBackOnlyWhereTheyLie() {
    portal.files.add(entry("thesis", "regular"));
    portal.files.add(entry("data", "directory"));
    leaveBehind();
    navigate(LeftFilesView.class, Map.of("desktop", DESKTOP, "left", ID));
    assertThat(back("thesis").isEnabled()).isFalse();
    assertThat(back("thesis").getTooltip().getText()).contains("lie on bmax", "download");

    portal.left.clear();
    Instant now = Instant.now();
    String node = java.util.Objects.requireNonNull(portal.desktops.getFirst().node());
    portal.left.add(new LeftView(ID, node, now, now.plusSeconds(9), 2, 5, true, now));
    navigate(LeftFilesView.class, Map.of("desktop", DESKTOP, "left", ID));
    test(back("data")).click();
    assertThat(dialog()).contains("what was changed in it", ".left after its name");
    assertThat(find(RadioButtonGroup.class).single().getListDataView().getItemCount()).isOne();
    test(find(Button.class).withText("Copy back").single()).click();
    assertThat(portal.calls).contains("copy back of left " + ID + " /data BESIDE");
  }
}
