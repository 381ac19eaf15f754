package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.LiveUpdates;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.FolderEntry;
import io.labvm.ui.versions.FolderPage;
import io.labvm.ui.versions.TimeTravelService;
import io.labvm.ui.versions.VersionContent;
import io.labvm.ui.versions.VersionPath;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a version, folder by folder, and the way of each back into the desktop. */
@Route(VersionsNavigation.FILES)
@PermitAll
class FilesView extends ReadingPage {
  private static final int AT_ONCE = 200;

  private final Caller caller;
  private final VersionContent content;
  private final DesktopService desktops;
  private final TravelActions.Services services;
  private final TravelProgress progress;

  /** Buttons that put names back; names that are no text have none that works. */
  private final List<Button> backs = new ArrayList<>();

  private long version;
  private @Nullable TravelActions actions;

  FilesView(
      CurrentAccount current,
      VersionContent content,
      DesktopService desktops,
      TimeTravelService travel,
      OperationService operations,
      ChangeFeed feed) {
    super("files.title");
    this.content = content;
    this.desktops = desktops;
    services = new TravelActions.Services(travel, content, operations);
    caller = current.caller();
    progress = new TravelProgress(caller, operations, feed);
    LiveUpdates.follow(this, feed, c -> c.kind() != Change.Kind.NODE, this::allowAgain);
  }

  @Override
  void read(BeforeEnterEvent event) {
    version = VersionsNavigation.number(event, "version");
  }

  @Override
  void show(DesktopId of) {
    backs.clear();
    add(progress);
    progress.draw();
    show(of, content.folder(caller, of, version, path(), behind(), AT_ONCE));
  }

  private TravelActions actions(DesktopId of) {
    return new TravelActions(
        caller, desktops.get(caller, of), services, sent -> progress.follow(sent.operation()));
  }

  /** The desktop may have started or stopped since the folder was read. */
  private void allowAgain() {
    DesktopId of = desktop();
    if (of == null || backs.isEmpty()) {
      return;
    }
    try {
      TravelActions now = actions(of);
      actions = now;
      backs.forEach(now::allowCopyBack);
    } catch (ProblemException gone) {
      backs.forEach(button -> button.setEnabled(false));
    }
  }

  private void show(DesktopId of, FolderPage page) {
    var save =
        VersionTexts.save(
            VersionsNavigation.download(of, version, path(), true),
            Words.text("files.save.folder.of", path()),
            Words.text("files.save.folder"));
    var name = new Span(desktops.get(caller, of).name());
    name.addClassName("quiet");
    var head = new Div(new H2(Words.text("versions.number", version)), name, save);
    head.addClassName("card-head");
    var card =
        VersionTexts.card(
            head, VersionTexts.way(path(), p -> VersionsNavigation.files(of, version, p)));
    card.add(
        page.entries().isEmpty()
            ? new EmptyState(VaadinIcon.FOLDER_OPEN, Words.text("files.none"))
            : rows(of, page));
    if (page.next() != null) {
      String here = VersionsNavigation.files(of, version, path());
      card.add(
          new Anchor(VersionsNavigation.page(here, path(), page.next()), Words.text("files.more")));
    }
    add(card);
  }

  private Rows rows(DesktopId of, FolderPage page) {
    TravelActions now = actions(of);
    actions = now;
    var rows =
        new Rows(
            Stream.of("name", "size", "changed", "rights", "save", "back")
                .map(heading -> Words.text("files.heading." + heading))
                .toList());
    rows.addClassName("files");
    for (FolderEntry entry : page.entries()) {
      rows.row(
          name(of, entry),
          FileCells.size(entry),
          FileCells.time(entry),
          FileCells.rights(entry),
          save(of, entry),
          back(now, entry));
    }
    return rows;
  }

  private Component name(DesktopId of, FolderEntry entry) {
    VersionPath child = path().child(entry.bytes());
    return FileCells.name(entry, VersionsNavigation.files(of, version, child));
  }

  private Component back(TravelActions now, FolderEntry entry) {
    VersionPath child = path().child(entry.bytes());
    var button = new Button(Words.text("files.back"), event -> askCopyBack(child));
    button.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
    button.setAriaLabel(Words.text("files.back.of", entry.shown()));
    if (child.text().isEmpty()) {
      button.setEnabled(false);
      button.setTooltipText(Words.text("files.back.no-text"));
    } else {
      now.allowCopyBack(button);
      backs.add(button);
    }
    return button;
  }

  private void askCopyBack(VersionPath child) {
    TravelActions now = actions;
    if (now != null) {
      now.askCopyBack(version, child);
    }
  }

  private Component save(DesktopId of, FolderEntry entry) {
    VersionPath child = path().child(entry.bytes());
    return FileCells.save(entry, VersionsNavigation.download(of, version, child, entry.isFolder()));
  }
}
