package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Consequences;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.VersionNote;
import io.labvm.ui.versions.VersionPath;
import io.labvm.ui.versions.VersionService;
import io.labvm.ui.versions.VersionView;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The versions, newest first, and what can be done with each. */
final class VersionTable {
  /** A version is always some seconds younger than what it holds. */
  private static final Duration WORTH_TELLING = Duration.ofSeconds(30);

  private final Caller caller;
  private final DesktopView desktop;
  private final VersionService versions;
  private final TravelActions travel;
  private final Runnable changed;

  VersionTable(
      Caller caller,
      DesktopView desktop,
      VersionService versions,
      TravelActions travel,
      Runnable changed) {
    this.caller = caller;
    this.desktop = desktop;
    this.versions = versions;
    this.travel = travel;
    this.changed = changed;
  }

  Div show(List<VersionView> list) {
    var rows =
        new Rows(
            Stream.of("version", "made", "why", "change", "state", "actions")
                .map(heading -> Words.text("versions.heading." + heading))
                .toList());
    rows.addClassName("versions");
    for (int i = 0; i < list.size(); i++) {
      VersionView version = list.get(i);
      long before = i + 1 < list.size() ? list.get(i + 1).version() : 0;
      rows.row(
          name(version),
          time(version),
          why(version),
          change(version),
          state(version),
          actions(version, before, list.getFirst().version()));
    }
    var card = VersionTexts.card(new H2(Words.text("versions.all")));
    if (list.size() > 1) {
      card.add(new VersionTimeline(list));
    }
    card.add(rows);
    return card;
  }

  private Component name(VersionView version) {
    var name = new Div(new Span(Words.text("versions.number", version.version())));
    name.addClassName("version-name");
    name.setId(VersionTimeline.id(version.version()));
    if (version.pinned()) {
      name.add(
          new StateBadge(Meaning.NEUTRAL, VaadinIcon.PIN, () -> Words.text("versions.pinned")));
    }
    if (!version.label().isEmpty()) {
      var label = new Span(version.label());
      label.addClassName("version-label");
      name.add(label);
    }
    return name;
  }

  /** Of a version made from what was shipped before its node was lost, also what it lacks. */
  private static Component time(VersionView version) {
    Component time = TimeText.ago(version.time());
    if (Duration.between(version.completeUpTo(), version.time()).compareTo(WORTH_TELLING) < 0) {
      return time;
    }
    var complete =
        new Div(
            new Span(Words.text("versions.complete") + " "), TimeText.at(version.completeUpTo()));
    complete.addClassName("quiet");
    return lines(time, complete);
  }

  private Component why(VersionView version) {
    var base = new Span(Words.text("versions.base", desktop.base()));
    base.addClassName("quiet");
    return lines(new Span(VersionTexts.trigger(version.trigger())), base);
  }

  private static Component change(VersionView version) {
    var names = new Span(Words.text("versions.names", version.entries()));
    names.addClassName("quiet");
    var box = lines(new Span(Quantities.bytes(version.bytes())), names);
    Long unique = version.uniqueBytes();
    if (unique != null) {
      var own = new Span(Words.text("versions.unique", Quantities.bytes(unique)));
      own.addClassName("quiet");
      box.add(new Div(own));
    }
    return box;
  }

  private static Component state(VersionView version) {
    Div state = soundness(version);
    long missing = LeftOutDialog.count(version);
    if (missing > 0) {
      var what =
          new Button(
              Words.text("versions.left-out", missing), _ -> new LeftOutDialog(version).open());
      what.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL, ButtonVariant.WARNING);
      state.add(what);
    }
    return state;
  }

  private static Div soundness(VersionView version) {
    var taken = new Span(VersionTexts.consistency(version.consistency()));
    taken.addClassName("quiet");
    if (version.damaged()) {
      var damaged =
          new StateBadge(
              Meaning.BROKEN, VaadinIcon.CLOSE_CIRCLE, () -> Words.text("versions.damaged"));
      return lines(damaged, taken);
    }
    var verified =
        version.verifiedAt() == null
            ? new StateBadge(
                Meaning.NEUTRAL, VaadinIcon.HOURGLASS, () -> Words.text("versions.unverified"))
            : new StateBadge(
                Meaning.GOOD, VaadinIcon.CHECK_CIRCLE, () -> Words.text("versions.verified"));
    return lines(verified, taken);
  }

  private static Div lines(Component first, Component second) {
    var box = new Div(new Div(first), new Div(second));
    box.addClassName("version-cell");
    return box;
  }

  private Component actions(VersionView version, long before, long newest) {
    long number = version.version();
    var browse =
        new Anchor(
            VersionsNavigation.files(desktop.id(), number, VersionPath.ROOT),
            Words.text("versions.browse"));
    browse.setAriaLabel(Words.text("versions.browse.of", number));
    var compare =
        new Anchor(
            VersionsNavigation.compare(desktop.id(), before, number, VersionPath.ROOT),
            Words.text("versions.compare"));
    compare.setAriaLabel(Words.text("versions.compare.of", number, before));
    var restore = button("versions.restore", number, () -> travel.askRestore(number, newest));
    travel.allowRestore(restore);
    var fork = button("versions.fork", number, () -> travel.askFork(number));
    var row =
        new Div(
            browse,
            compare,
            restore,
            fork,
            button("versions.label", number, () -> askLabel(version)),
            button(
                version.pinned() ? "versions.unpin" : "versions.pin",
                number,
                () -> note(number, new VersionNote(null, !version.pinned()))),
            delete(version, number == newest));
    // Nothing can be read of it, and nothing made of it.
    browse.setVisible(!version.damaged());
    compare.setVisible(!version.damaged());
    restore.setVisible(!version.damaged());
    fork.setVisible(!version.damaged());
    row.addClassName("actions");
    return row;
  }

  private static Button button(String key, long number, Runnable action) {
    var button = new Button(Words.text(key), event -> action.run());
    button.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
    button.setAriaLabel(Words.text(key) + " " + Words.text("versions.number", number));
    return button;
  }

  private Button delete(VersionView version, boolean newest) {
    var button = button("versions.delete", version.version(), () -> askDelete(version));
    String reason = newest ? "problem.version-newest" : "problem.version-pinned";
    if (newest || version.pinned()) {
      button.setEnabled(false);
      button.setTooltipText(Words.text(reason));
    }
    return button;
  }

  private void askDelete(VersionView version) {
    long number = version.version();
    new Consequences(
            Words.text("versions.delete.question", number),
            Words.text("versions.delete.verb", number),
            () -> remove(number))
        .happens(Words.text("versions.delete.happens"))
        .kept(Words.text("versions.delete.kept"))
        .lost(Words.text("versions.delete.lost"))
        .open();
  }

  private void remove(long number) {
    try {
      versions.remove(caller, desktop.id(), number);
      Notices.done(Words.text("versions.deleted", number));
      changed.run();
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
  }

  private void askLabel(VersionView version) {
    var dialog = new Dialog(Words.text("versions.label.question", version.version()));
    var field = new TextField(Words.text("versions.label.field"));
    field.setValue(version.label());
    field.setMaxLength(200);
    field.setWidthFull();
    field.setAutofocus(true);
    field.setValueChangeMode(ValueChangeMode.EAGER);
    var save =
        new Button(
            Words.text("versions.label.verb"),
            event -> {
              dialog.close();
              note(version.version(), new VersionNote(field.getValue(), null));
            });
    save.addThemeVariants(ButtonVariant.PRIMARY);
    field.addKeyDownListener(Key.ENTER, event -> save.click());
    dialog.add(field);
    dialog.getFooter().add(new Button(Words.text("action.cancel"), event -> dialog.close()), save);
    dialog.open();
  }

  private void note(long number, VersionNote note) {
    try {
      var ignored = versions.note(caller, desktop.id(), number, note);
      Notices.done(Words.text("versions.noted", number));
      changed.run();
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
  }
}
