package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.versions.FolderEntry;
import java.time.DateTimeException;
import java.time.Instant;

/** What a row of a folder shows of a name. */
final class FileCells {
  private FileCells() {}

  /**
   * The name itself, with what it is.
   *
   * @param href of its page, if it is a folder
   */
  static Component name(FolderEntry entry, String href) {
    var icon = icon(entry).create();
    icon.getElement().setAttribute("aria-hidden", "true");
    var box = new Div(icon);
    box.addClassName("file-name");
    if (entry.isFolder()) {
      box.add(new Anchor(href, entry.shown() + "/"));
    } else {
      box.add(new Span(entry.shown()));
    }
    if (entry.type().equals("symbolic-link")) {
      box.add(quiet("→ " + entry.shownTarget()));
    }
    if (entry.isDeletion()) {
      box.add(quiet(Words.text("files.deleted")));
    }
    return box;
  }

  private static VaadinIcon icon(FolderEntry entry) {
    return switch (entry.type()) {
      case "directory" -> VaadinIcon.FOLDER;
      case "regular" -> VaadinIcon.FILE_O;
      case "symbolic-link" -> VaadinIcon.LINK;
      case "deleted" -> VaadinIcon.FILE_REMOVE;
      default -> VaadinIcon.COG;
    };
  }

  static Component size(FolderEntry entry) {
    return new Span(entry.isFile() ? Quantities.bytes(entry.size()) : "–");
  }

  static Component time(FolderEntry entry) {
    if (entry.isDeletion()) {
      return new Span("–"); // overlayfs keeps no sound one
    }
    try {
      return TimeText.ago(Instant.parse(entry.mtime()));
    } catch (DateTimeException beyondTheCalendar) {
      return new Span(entry.mtime());
    }
  }

  static Component rights(FolderEntry entry) {
    return entry.isDeletion()
        ? new Span("–")
        : quiet("%s · %d:%d".formatted(entry.mode(), entry.uid(), entry.gid()));
  }

  private static Span quiet(String text) {
    var span = new Span(text);
    span.addClassName("quiet");
    return span;
  }

  /** A link that saves a file, or a folder as an archive; what is neither has none. */
  static Component save(FolderEntry entry, String href) {
    if (!entry.isFile() && !entry.isFolder()) {
      return new Span("–");
    }
    return VersionTexts.save(
        href,
        Words.text("files.save.of", entry.shown()),
        Words.text(entry.isFolder() ? "files.save.tar" : "files.save"));
  }
}
