package io.labvm.ui.page.versions;

import com.vaadin.flow.component.ItemLabelGenerator;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.FromVersion;
import io.labvm.contract.operation.OperationKind;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Consequences;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.left.LeftChanges;
import io.labvm.ui.left.LeftChanges.LeftPlace;
import io.labvm.ui.operations.Accepted;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.page.creating.CreatingNavigation;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.TimeTravelService;
import io.labvm.ui.versions.VersionContent;
import io.labvm.ui.versions.VersionPath;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What takes from versions: each after a dialog that names what it does to the desktop. */
final class TravelActions {
  private static final int LONGEST_NAME = 60;

  /** Whom the actions ask. */
  record Services(TimeTravelService travel, VersionContent content, OperationService operations) {}

  private final Caller caller;
  private final DesktopView desktop;
  private final Services services;
  private final Consumer<Accepted> accepted;

  /**
   * Actions on one desktop as it is now.
   *
   * @param accepted what the page does with an operation that was asked for
   */
  TravelActions(
      Caller caller, DesktopView desktop, Services services, Consumer<Accepted> accepted) {
    this.caller = caller;
    this.desktop = desktop;
    this.services = services;
    this.accepted = accepted;
  }

  /** A restore is possible while the desktop runs or is stopped and nothing is in progress. */
  void allowRestore(Button button) {
    boolean fits = runs() || desktop.state() == DesktopPhase.STOPPED;
    allow(button, fits, Words.text("action.disabled", Words.of(desktop.state())));
  }

  /** Files are put into a desktop while it runs. */
  void allowCopyBack(Button button) {
    boolean stopped = desktop.state() == DesktopPhase.STOPPED;
    allow(
        button,
        runs(),
        stopped
            ? Words.text("files.back.stopped")
            : Words.text("action.disabled", Words.of(desktop.state())));
  }

  private void allow(Button button, boolean fits, String otherwise) {
    boolean busy = desktop.currentOperation() != null;
    button.setEnabled(fits && !busy);
    button.setTooltipText(busy ? Words.text("versions.busy") : fits ? null : otherwise);
  }

  private boolean runs() {
    return desktop.state() == DesktopPhase.RUNNING;
  }

  /**
   * Asks whether all of the machine goes back.
   *
   * @param newest the newest version there is, to compare with
   */
  void askRestore(long version, long newest) {
    var key = newKey();
    var travel = services.travel();
    String state = runs() ? "running" : "stopped";
    var question =
        new Consequences(
                Words.text("versions.restore.question", desktop.name(), version),
                Words.text("versions.restore.verb", version),
                () -> send(() -> travel.restore(caller, desktop.id(), version, key)))
            .happens(Words.text("versions.restore.happens." + state, version))
            .kept(Words.text("versions.restore.kept"))
            .lost(Words.text("versions.restore.lost." + state))
            .lastTook(
                services
                    .operations()
                    .lastDuration(caller, desktop.id(), OperationKind.RESTORE)
                    .orElse(null));
    if (version != newest) {
      question.add(preview(version, newest));
    }
    question.typedName(desktop.name()).open();
  }

  private RestorePreview preview(long version, long newest) {
    var id = desktop.id();
    return new RestorePreview(
        newest,
        () -> services.content().changes(caller, id, newest, version, VersionPath.ROOT, null),
        VersionsNavigation.compare(id, newest, version, VersionPath.ROOT));
  }

  /** Asks for the name of a new desktop; a refusal stays in the dialog. */
  void askFork(long version) {
    var key = newKey();
    var dialog = new Dialog(Words.text("versions.fork.question", version));
    var name = new TextField(Words.text("versions.fork.name"));
    name.setMaxLength(LONGEST_NAME);
    name.setWidthFull();
    name.setAutofocus(true);
    name.setValueChangeMode(ValueChangeMode.EAGER);
    var refusal = new Div();
    var fork = primary("versions.fork.verb");
    fork.addClickListener(
        event -> {
          try {
            var sent = services.travel().fork(caller, desktop.id(), version, name.getValue(), key);
            dialog.close();
            UI.getCurrent().navigate(CreatingNavigation.path(sent.operation()));
          } catch (ProblemException refused) {
            refusal.removeAll();
            refusal.add(Notices.inline(Meaning.BROKEN, VaadinIcon.WARNING, whyNoFork(refused)));
            fork.setEnabled(true);
          }
        });
    name.addKeyDownListener(Key.ENTER, event -> fork.click());
    dialog.add(new Paragraph(Words.text("versions.fork.happens")), name, refusal);
    dialog.getFooter().add(cancel(dialog), fork);
    dialog.open();
  }

  private static String whyNoFork(ProblemException refused) {
    return refused.code() == ProblemCode.WRONG_STATE
        ? Words.text("versions.fork.too-many")
        : Notices.text(refused);
  }

  /** Asks how a file or folder of a version comes back. */
  void askCopyBack(long version, VersionPath path) {
    var key = newKey();
    askHow(
        path,
        Words.text("files.back.happens", path, desktop.name()),
        List.of(FromVersion.Mode.values()),
        mode -> Words.text("files.back." + mode.wire(), version),
        mode ->
            services
                .travel()
                .copyBack(
                    caller,
                    desktop.id(),
                    new FromVersion(version, path.text().orElseThrow(), mode),
                    key));
  }

  /** The same of left-behind changes, which have of a folder only what was changed. */
  void askCopyBack(LeftChanges changes, LeftPlace left, VersionPath path, boolean folder) {
    var key = newKey();
    askHow(
        path,
        Words.text("left.back.happens", path, desktop.name()),
        folder ? List.of(FromVersion.Mode.BESIDE) : List.of(FromVersion.Mode.values()),
        mode -> Words.text("left.back." + mode.wire()),
        mode -> changes.copyBack(caller, left, path.text().orElseThrow(), mode, key));
  }

  private void askHow(
      VersionPath path,
      String happens,
      List<FromVersion.Mode> modes,
      ItemLabelGenerator<FromVersion.Mode> label,
      Function<FromVersion.Mode, Accepted> copying) {
    var dialog = new Dialog(Words.text("files.back.question", path.name()));
    var mode = new RadioButtonGroup<FromVersion.Mode>();
    mode.setLabel(Words.text("files.back.how"));
    mode.setItems(modes);
    mode.setItemLabelGenerator(label);
    mode.setValue(FromVersion.Mode.BESIDE);
    var copy = primary("files.back.verb");
    copy.addClickListener(
        event -> {
          dialog.close();
          send(() -> copying.apply(mode.getValue()));
        });
    dialog.add(new Paragraph(happens), mode);
    dialog.getFooter().add(cancel(dialog), copy);
    dialog.open();
  }

  /** A second press sends nothing: the first one is on its way. */
  private static Button primary(String key) {
    var button = new Button(Words.text(key));
    button.addThemeVariants(ButtonVariant.PRIMARY);
    button.setDisableOnClick(true);
    return button;
  }

  private static Button cancel(Dialog dialog) {
    return new Button(Words.text("action.cancel"), event -> dialog.close());
  }

  private void send(Supplier<Accepted> request) {
    try {
      accepted.accept(request.get());
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
  }

  private static RequestKey newKey() {
    return new RequestKey(UUID.randomUUID().toString());
  }
}
