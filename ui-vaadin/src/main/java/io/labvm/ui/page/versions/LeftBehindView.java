package io.labvm.ui.page.versions;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.Consequences;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.FactsList;
import io.labvm.ui.common.LiveUpdates;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.left.LeftChanges;
import io.labvm.ui.left.LeftChanges.LeftPlace;
import io.labvm.ui.left.LeftView;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.VersionPath;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was left behind of a desktop when it went on elsewhere: what it is, and what to do. */
@Route(LeftNavigation.OF_DESKTOP)
@PermitAll
class LeftBehindView extends Page implements BeforeEnterObserver {
  private static final int STALE_SECONDS = 30;

  private final Caller caller;
  private final LeftChanges changes;
  private final DesktopService desktops;
  private @Nullable DesktopId desktop;

  LeftBehindView(
      CurrentAccount current, LeftChanges changes, DesktopService desktops, ChangeFeed feed) {
    super("left.title");
    this.changes = changes;
    this.desktops = desktops;
    caller = current.caller();
    LiveUpdates.follow(this, feed, c -> c.kind() == Change.Kind.DESKTOP, this::draw);
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    desktop = VersionsNavigation.desktop(event);
    if (isAttached()) {
      draw();
    }
  }

  @Override
  protected void draw() {
    removeAll();
    DesktopId of = desktop;
    if (of == null) {
      add(new EmptyState(VaadinIcon.DESKTOP, Words.text("versions.no-desktop")));
      return;
    }
    try {
      show(desktops.get(caller, of), changes.of(caller, of));
    } catch (ProblemException refused) {
      add(VersionTexts.refused(refused));
    }
  }

  private void show(DesktopView of, List<LeftView> left) {
    boolean foreign = desktops.own(caller).stream().noneMatch(d -> d.id().equals(of.id()));
    add(new Anchor(foreign ? "admin/desktops/" + of.id() : "", Words.text("left.back", of.name())));
    if (left.isEmpty()) {
      add(new EmptyState(VaadinIcon.ARCHIVE, Words.text("left.none")));
    }
    left.forEach(l -> add(card(of, l)));
  }

  private Div card(DesktopView of, LeftView left) {
    String names = Quantities.count(left.names());
    var facts =
        new FactsList()
            .fact(Words.text("left.since"), TimeText.ago(left.since()))
            .fact(
                Words.text("left.room"),
                Words.text(
                    left.complete() ? "left.room.value" : "left.room.at-least",
                    Quantities.bytes(left.bytes()),
                    names))
            .fact(Words.text("left.kept"), TimeText.at(left.keptUntil()))
            .fact(Words.text("left.told"), TimeText.ago(left.toldAt()).staleAfter(STALE_SECONDS));
    var card =
        VersionTexts.card(
            new H2(Words.text("left.on", left.node())),
            new Paragraph(Words.text("left.what", left.node(), of.name())),
            new Paragraph(Words.text("left.how", left.node())),
            facts,
            buttons(of, left));
    card.getElement().setAttribute("data-ages", true);
    return card;
  }

  private Div buttons(DesktopView of, LeftView left) {
    var look =
        new Anchor(
            LeftNavigation.files(of.id(), left.id(), VersionPath.ROOT), Words.text("left.files"));
    var save =
        VersionTexts.save(
            LeftNavigation.download(of.id(), left.id(), VersionPath.ROOT, true),
            Words.text("left.save.of", left.node()),
            Words.text("left.save"));
    var discard = new Button(Words.text("left.discard"), event -> ask(of, left));
    discard.addThemeVariants(ButtonVariant.ERROR);
    var row = new Div(look, save, discard);
    row.addClassName("actions");
    return row;
  }

  private void ask(DesktopView of, LeftView left) {
    new Consequences(
            Words.text("left.discard.question", left.node()),
            Words.text("left.discard.verb"),
            () -> discard(of, left))
        .happens(Words.text("left.discard.happens", left.node()))
        .kept(Words.text("left.discard.kept", of.name()))
        .lost(Words.text("left.discard.lost"))
        .typedName(of.name())
        .open();
  }

  private void discard(DesktopView of, LeftView left) {
    try {
      changes.discard(caller, new LeftPlace(of.id(), left.id()));
      Notices.done(Words.text("left.discarded"));
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
    draw();
  }
}
