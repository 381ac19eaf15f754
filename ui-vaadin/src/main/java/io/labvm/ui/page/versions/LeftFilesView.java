package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.left.LeftChanges;
import io.labvm.ui.left.LeftChanges.LeftPlace;
import io.labvm.ui.left.LeftView;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.versions.FolderEntry;
import io.labvm.ui.versions.FolderPage;
import io.labvm.ui.versions.TimeTravelService;
import io.labvm.ui.versions.VersionContent;
import io.labvm.ui.versions.VersionPath;
import jakarta.annotation.security.PermitAll;

/** The files of left-behind changes, folder by folder. */
@Route(LeftNavigation.FILES)
@PermitAll
class LeftFilesView extends ReadingPage {
  private final Caller caller;
  private final LeftChanges changes;
  private final DesktopService desktops;
  private final TravelActions.Services services;
  private final TravelProgress progress;
  private String left = "";

  LeftFilesView(
      CurrentAccount current,
      LeftChanges changes,
      DesktopService desktops,
      TimeTravelService travel,
      VersionContent content,
      OperationService operations,
      ChangeFeed feed) {
    super("left.files.title");
    this.changes = changes;
    this.desktops = desktops;
    services = new TravelActions.Services(travel, content, operations);
    caller = current.caller();
    progress = new TravelProgress(caller, operations, feed);
  }

  @Override
  void read(BeforeEnterEvent event) {
    left = event.getRouteParameters().get("left").orElse("");
  }

  @Override
  Anchor back(DesktopId of) {
    return new Anchor(LeftNavigation.path(of), Words.text("left.all"));
  }

  @Override
  void show(DesktopId of) {
    add(progress);
    progress.draw();
    FolderPage page = changes.folder(caller, new LeftPlace(of, left), path(), behind());
    DesktopView desktop = desktops.get(caller, of);
    var actions =
        new TravelActions(caller, desktop, services, sent -> progress.follow(sent.operation()));
    String node = page.entries().isEmpty() ? "" : node(of);
    String elsewhere = node.equals(desktop.node()) ? "" : node;
    var places =
        new FolderCard.Places() {
          @Override
          public String files(VersionPath folder) {
            return LeftNavigation.files(of, left, folder);
          }

          @Override
          public String download(VersionPath path, boolean folder) {
            return LeftNavigation.download(of, left, path, folder);
          }
        };
    add(
        new FolderCard(places, path())
            .of(
                Words.text("left.files.title"),
                desktop.name(),
                page,
                (entry, child) -> back(actions, new LeftPlace(of, left), entry, child, elsewhere),
                new Paragraph(Words.text("left.files.what"))));
  }

  private String node(DesktopId of) {
    return changes.of(caller, of).stream()
        .filter(l -> l.id().equals(left))
        .map(LeftView::node)
        .findFirst()
        .orElse("");
  }

  /**
   * @param elsewhere the node the desktop would have to be on; empty when it is
   */
  private Component back(
      TravelActions actions,
      LeftPlace place,
      FolderEntry entry,
      VersionPath child,
      String elsewhere) {
    if (entry.isDeletion()) {
      return new Span("–");
    }
    var button =
        FolderCard.back(
            entry, child, () -> actions.askCopyBack(changes, place, child, entry.isFolder()));
    if (child.text().isPresent() && elsewhere.isEmpty()) {
      actions.allowCopyBack(button);
    } else if (child.text().isPresent()) {
      button.setEnabled(false);
      button.setTooltipText(Words.text("left.back.elsewhere", elsewhere));
    }
    return button;
  }
}
