package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.LiveUpdates;
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
    TravelActions now = actions(of);
    actions = now;
    var places =
        new FolderCard.Places() {
          @Override
          public String files(VersionPath folder) {
            return VersionsNavigation.files(of, version, folder);
          }

          @Override
          public String download(VersionPath path, boolean folder) {
            return VersionsNavigation.download(of, version, path, folder);
          }
        };
    add(
        new FolderCard(places, path())
            .of(
                Words.text("versions.number", version),
                desktops.get(caller, of).name(),
                page,
                (entry, child) -> back(now, entry, child)));
  }

  private Component back(TravelActions now, FolderEntry entry, VersionPath child) {
    var button = FolderCard.back(entry, child, () -> askCopyBack(child));
    if (child.text().isPresent()) {
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
}
