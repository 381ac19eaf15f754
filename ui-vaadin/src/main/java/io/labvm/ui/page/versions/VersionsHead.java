package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.desktops.RecoveryPointView;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.problem.ProblemException;
import java.util.List;
import java.util.UUID;

/** Whose versions these are, in which state it is, and the button for one more. */
final class VersionsHead extends Div {
  /** The mark of a desktop whose changes do not reach the store. */
  static final String LATE = "sync-behind";

  private final Caller caller;
  private final DesktopService desktops;
  private final Runnable changed;

  VersionsHead(
      Caller caller,
      DesktopView desktop,
      List<DesktopView> own,
      DesktopService desktops,
      Runnable changed) {
    this.caller = caller;
    this.desktops = desktops;
    this.changed = changed;
    addClassName("page-part");
    var title = new Div(new H2(desktop.name()), StateBadge.of(desktop.state()));
    title.addClassName("card-head");
    desktop.badges().stream()
        .filter(badge -> !badge.equals(LATE))
        .forEach(badge -> title.add(StateBadge.mark(badge)));
    var buttons = new Div(backUp(desktop));
    buttons.addClassName("actions");
    if (own.size() > 1) {
      buttons.add(chooser(desktop, own));
    }
    add(title, buttons);
  }

  /** The desktop without what changes all the time. */
  static DesktopView settled(DesktopView d) {
    return new DesktopView(
        d.id(),
        d.name(),
        d.login(),
        d.owner(),
        d.ownerName(),
        d.state(),
        d.badges().stream().filter(badge -> !badge.equals(LATE)).toList(),
        d.node(),
        d.wantedNode(),
        d.base(),
        d.language(),
        d.limits(),
        d.addresses(),
        d.runningSince(),
        d.currentOperation(),
        null,
        d.startsElsewhereAt(),
        d.createdAt(),
        d.allowed());
  }

  /** How much the store does not have yet: what would be lost if the node died now. */
  static Component behind(RecoveryPointView point, boolean late) {
    var meaning = late ? Meaning.ATTENTION : Meaning.NEUTRAL;
    var icon = (late ? VaadinIcon.WARNING : VaadinIcon.CLOUD_UPLOAD_O).create();
    icon.getElement().setAttribute("aria-hidden", "true");
    var badge =
        new Span(
            icon, new Span(Words.text("versions.behind")), TimeText.since(point.oldestUnshipped()));
    badge.addClassNames("state-badge", meaning.className());
    var detail = new Span(amount(point));
    detail.addClassName("quiet");
    var line = new Div(badge, detail);
    line.addClassName("card-head");
    return line;
  }

  /** A node that cannot reach the store knows since when, and not what. */
  private static String amount(RecoveryPointView point) {
    return point.files() == 0 && point.bytes() == 0
        ? Words.text("versions.behind.unknown")
        : Words.text("versions.behind.detail", point.files(), Quantities.bytes(point.bytes()));
  }

  private Button backUp(DesktopView desktop) {
    var button = new Button(Words.text("versions.back-up"), event -> sendBackup(desktop.id()));
    button.addThemeVariants(ButtonVariant.PRIMARY);
    button.setDisableOnClick(true);
    if (!desktop.allowed().contains(DesktopCommand.BACKUP)) {
      button.setEnabled(false);
      button.setTooltipText(
          desktop.currentOperation() == null
              ? Words.text("action.disabled", Words.of(desktop.state()))
              : Words.text("versions.busy"));
    }
    return button;
  }

  private void sendBackup(DesktopId desktop) {
    try {
      var key = new RequestKey(UUID.randomUUID().toString());
      desktops.command(caller, desktop, DesktopCommand.BACKUP, key);
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
    changed.run();
  }

  /** For members with several desktops. */
  private Component chooser(DesktopView desktop, List<DesktopView> own) {
    var select = new Select<DesktopView>();
    select.setAriaLabel(Words.text("versions.desktop"));
    select.setItems(own);
    select.setItemLabelGenerator(DesktopView::name);
    own.stream().filter(d -> d.id().equals(desktop.id())).findFirst().ifPresent(select::setValue);
    select.addValueChangeListener(
        event ->
            getUI().ifPresent(ui -> ui.navigate(VersionsNavigation.path(event.getValue().id()))));
    return select;
  }
}
