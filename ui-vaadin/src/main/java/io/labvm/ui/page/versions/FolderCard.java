package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.Words;
import io.labvm.ui.versions.FolderEntry;
import io.labvm.ui.versions.FolderPage;
import io.labvm.ui.versions.VersionPath;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** A folder that can be read but not changed: where it is, its names, what of it can be saved. */
final class FolderCard {
  private final Places places;
  private final VersionPath path;

  /** Addresses of what lies in the same tree. */
  interface Places {
    /** The page of a folder. */
    String files(VersionPath folder);

    /** What the browser saves: a file, or a folder as an archive. */
    String download(VersionPath path, boolean folder);
  }

  FolderCard(Places places, VersionPath path) {
    this.places = places;
    this.path = path;
  }

  /**
   * Draws a page of it.
   *
   * @param desktop whose it is, by name
   * @param back what brings a name of it, at its path, into the desktop
   * @param said between the head and the folder's path
   */
  Div of(
      String title,
      String desktop,
      FolderPage page,
      BiFunction<FolderEntry, VersionPath, Component> back,
      Component... said) {
    var card = VersionTexts.card(head(title, desktop));
    card.add(said);
    card.add(
        VersionTexts.way(path, places::files),
        page.entries().isEmpty()
            ? new EmptyState(VaadinIcon.FOLDER_OPEN, Words.text("files.none"))
            : rows(page, back));
    if (page.next() != null) {
      String more = VersionsNavigation.page(places.files(path), path, page.next());
      card.add(new Anchor(more, Words.text("files.more")));
    }
    return card;
  }

  private Div head(String title, String desktop) {
    var name = new Span(desktop);
    name.addClassName("quiet");
    var save =
        VersionTexts.save(
            places.download(path, true),
            Words.text("files.save.folder.of", path),
            Words.text("files.save.folder"));
    var head = new Div(new H2(title), name, save);
    head.addClassName("card-head");
    return head;
  }

  private Rows rows(FolderPage page, BiFunction<FolderEntry, VersionPath, Component> back) {
    var rows =
        new Rows(
            Stream.of("name", "size", "changed", "rights", "save", "back")
                .map(heading -> Words.text("files.heading." + heading))
                .toList());
    rows.addClassName("files");
    for (FolderEntry entry : page.entries()) {
      VersionPath child = path.child(entry.bytes());
      rows.row(
          FileCells.name(entry, places.files(child)),
          FileCells.size(entry),
          FileCells.time(entry),
          FileCells.rights(entry),
          FileCells.save(entry, places.download(child, entry.isFolder())),
          back.apply(entry, child));
    }
    return rows;
  }

  /** A button that brings a name back; one whose name is no text cannot. */
  static Button back(FolderEntry entry, VersionPath child, Runnable ask) {
    var button = new Button(Words.text("files.back"), event -> ask.run());
    button.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.SMALL);
    button.setAriaLabel(Words.text("files.back.of", entry.shown()));
    if (child.text().isEmpty()) {
      button.setEnabled(false);
      button.setTooltipText(Words.text("files.back.no-text"));
    }
    return button;
  }
}
