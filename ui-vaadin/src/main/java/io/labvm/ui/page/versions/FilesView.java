package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
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
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.versions.FolderEntry;
import io.labvm.ui.versions.FolderPage;
import io.labvm.ui.versions.VersionContent;
import io.labvm.ui.versions.VersionPath;
import jakarta.annotation.security.PermitAll;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.stream.Stream;

/** The files of a version, folder by folder; nothing can be changed. */
@Route(VersionsNavigation.FILES)
@PermitAll
class FilesView extends ReadingPage {
  private static final int AT_ONCE = 200;

  private final Caller caller;
  private final VersionContent content;
  private long version;

  FilesView(CurrentAccount current, VersionContent content) {
    super("files.title");
    this.content = content;
    caller = current.caller();
  }

  @Override
  void read(BeforeEnterEvent event) {
    version = VersionsNavigation.number(event, "version");
  }

  @Override
  void show(DesktopId of) {
    show(of, content.folder(caller, of, version, path(), behind(), AT_ONCE));
  }

  private void show(DesktopId of, FolderPage page) {
    var save =
        VersionTexts.save(
            VersionsNavigation.download(of, version, path(), true),
            Words.text("files.save.folder.of", path()),
            Words.text("files.save.folder"));
    var head = new Div(new H2(Words.text("versions.number", version)), save);
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
    var rows =
        new Rows(
            Stream.of("name", "size", "changed", "rights", "save")
                .map(heading -> Words.text("files.heading." + heading))
                .toList());
    rows.addClassName("files");
    for (FolderEntry entry : page.entries()) {
      rows.row(
          name(of, entry),
          new Span(entry.isFile() ? Quantities.bytes(entry.size()) : "–"),
          time(entry),
          rights(entry),
          save(of, entry));
    }
    return rows;
  }

  private Component name(DesktopId of, FolderEntry entry) {
    var icon = icon(entry).create();
    icon.getElement().setAttribute("aria-hidden", "true");
    var box = new Div(icon);
    box.addClassName("file-name");
    VersionPath child = path().child(entry.bytes());
    if (entry.isFolder()) {
      box.add(new Anchor(VersionsNavigation.files(of, version, child), entry.shown() + "/"));
    } else {
      box.add(new Span(entry.shown()));
    }
    if (entry.type().equals("symbolic-link")) {
      var target = new Span("→ " + entry.shownTarget());
      target.addClassName("quiet");
      box.add(target);
    }
    return box;
  }

  private static VaadinIcon icon(FolderEntry entry) {
    return switch (entry.type()) {
      case "directory" -> VaadinIcon.FOLDER;
      case "regular" -> VaadinIcon.FILE_O;
      case "symbolic-link" -> VaadinIcon.LINK;
      default -> VaadinIcon.COG;
    };
  }

  private static Component time(FolderEntry entry) {
    try {
      return TimeText.ago(Instant.parse(entry.mtime()));
    } catch (DateTimeException beyondTheCalendar) {
      return new Span(entry.mtime());
    }
  }

  private static Component rights(FolderEntry entry) {
    var text = new Span("%s · %d:%d".formatted(entry.mode(), entry.uid(), entry.gid()));
    text.addClassName("quiet");
    return text;
  }

  private Component save(DesktopId of, FolderEntry entry) {
    if (!entry.isFile() && !entry.isFolder()) {
      return new Span("–");
    }
    VersionPath child = path().child(entry.bytes());
    return VersionTexts.save(
        VersionsNavigation.download(of, version, child, entry.isFolder()),
        Words.text("files.save.of", entry.shown()),
        Words.text(entry.isFolder() ? "files.save.tar" : "files.save"));
  }
}
