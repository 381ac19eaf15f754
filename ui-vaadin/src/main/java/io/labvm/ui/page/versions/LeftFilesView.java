package io.labvm.ui.page.versions;

import static java.util.Objects.requireNonNull;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.Rows;
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
import java.util.stream.Stream;

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
    var save =
        VersionTexts.save(
            LeftNavigation.download(of, left, path(), true),
            Words.text("files.save.folder.of", path()),
            Words.text("files.save.folder"));
    var name = new Span(desktops.get(caller, of).name());
    name.addClassName("quiet");
    var head = new Div(new H2(Words.text("left.files.title")), name, save);
    head.addClassName("card-head");
    var card =
        VersionTexts.card(
            head,
            new Paragraph(Words.text("left.files.what")),
            VersionTexts.way(path(), p -> LeftNavigation.files(of, left, p)),
            page.entries().isEmpty()
                ? new EmptyState(VaadinIcon.FOLDER_OPEN, Words.text("files.none"))
                : rows(of, page));
    if (page.next() != null) {
      String here = LeftNavigation.files(of, left, path());
      card.add(
          new Anchor(VersionsNavigation.page(here, path(), page.next()), Words.text("files.more")));
    }
    add(card);
  }

  private Rows rows(DesktopId of, FolderPage page) {
    DesktopView desktop = desktops.get(caller, of);
    String node =
        changes.of(caller, of).stream()
            .filter(l -> l.id().equals(left))
            .map(LeftView::node)
            .findFirst()
            .orElse("");
    var actions =
        new TravelActions(caller, desktop, services, sent -> progress.follow(sent.operation()));
    var rows =
        new Rows(
            Stream.of("name", "size", "changed", "rights", "save", "back")
                .map(heading -> Words.text("files.heading." + heading))
                .toList());
    rows.addClassName("files");
    for (FolderEntry entry : page.entries()) {
      VersionPath child = path().child(entry.bytes());
      rows.row(
          FileCells.name(entry, LeftNavigation.files(of, left, child)),
          FileCells.size(entry),
          FileCells.time(entry),
          FileCells.rights(entry),
          FileCells.save(entry, LeftNavigation.download(of, left, child, entry.isFolder())),
          back(actions, entry, node.equals(desktop.node()) ? "" : node));
    }
    return rows;
  }

  /**
   * @param elsewhere the node the desktop would have to be on; empty when it is
   */
  private Component back(TravelActions actions, FolderEntry entry, String elsewhere) {
    if (entry.isDeletion()) {
      return new Span("–");
    }
    VersionPath child = path().child(entry.bytes());
    var place = new LeftPlace(requireNonNull(desktop()), left);
    var button =
        new Button(
            Words.text("files.back"),
            event -> actions.askCopyBack(changes, place, child, entry.isFolder()));
    button.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
    button.setAriaLabel(Words.text("files.back.of", entry.shown()));
    if (child.text().isEmpty() || !elsewhere.isEmpty()) {
      button.setEnabled(false);
      button.setTooltipText(
          child.text().isEmpty()
              ? Words.text("files.back.no-text")
              : Words.text("left.back.elsewhere", elsewhere));
    } else {
      actions.allowCopyBack(button);
    }
    return button;
  }
}
