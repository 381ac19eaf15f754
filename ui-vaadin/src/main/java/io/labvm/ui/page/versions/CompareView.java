package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.Words;
import io.labvm.ui.versions.ChangePage;
import io.labvm.ui.versions.ChangedEntry;
import io.labvm.ui.versions.PackageChanges.PackageChange;
import io.labvm.ui.versions.VersionContent;
import io.labvm.ui.versions.VersionService;
import io.labvm.ui.versions.VersionView;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** How two versions differ: by Debian package and folder by folder. */
@Route(VersionsNavigation.COMPARE)
@PermitAll
class CompareView extends ReadingPage {
  private final Caller caller;
  private final VersionService versions;
  private final VersionContent content;
  private long before;
  private long after;

  CompareView(CurrentAccount current, VersionService versions, VersionContent content) {
    super("compare.title");
    this.versions = versions;
    this.content = content;
    caller = current.caller();
  }

  @Override
  void read(BeforeEnterEvent event) {
    before = VersionsNavigation.number(event, "version");
    after = VersionsNavigation.number(event, "other");
  }

  @Override
  void show(DesktopId of) {
    add(choice(of), files(of));
    if (path().isRoot()) {
      add(packages(of));
    }
  }

  private Component choice(DesktopId of) {
    List<Long> numbers = new ArrayList<>();
    versions.of(caller, of).stream().map(VersionView::version).forEach(numbers::add);
    numbers.add(0L);
    var row =
        new Div(
            select("compare.before", numbers, before, n -> go(of, n, after)),
            select("compare.after", numbers, after, n -> go(of, before, n)));
    row.addClassName("actions");
    return VersionTexts.card(row);
  }

  private static Select<Long> select(
      String key, List<Long> numbers, long value, LongConsumer chosen) {
    var select = new Select<Long>();
    select.setLabel(Words.text(key));
    select.setItems(numbers);
    select.setItemLabelGenerator(
        n -> n == 0 ? Words.text("compare.base") : Words.text("versions.number", n));
    if (numbers.contains(value)) {
      select.setValue(value);
    }
    select.addValueChangeListener(event -> chosen.accept(event.getValue()));
    return select;
  }

  private void go(DesktopId of, long from, long to) {
    getUI().ifPresent(ui -> ui.navigate(VersionsNavigation.compare(of, from, to, path())));
  }

  private Component files(DesktopId of) {
    ChangePage page = content.changes(caller, of, before, after, path(), behind());
    var card =
        VersionTexts.card(
            new H2(Words.text("compare.files")),
            VersionTexts.way(path(), p -> VersionsNavigation.compare(of, before, after, p)));
    card.add(
        page.rows().isEmpty()
            ? new EmptyState(VaadinIcon.CHECK, Words.text("compare.same"))
            : rows(of, page));
    if (page.next() != null) {
      String here = VersionsNavigation.compare(of, before, after, path());
      card.add(
          new Anchor(VersionsNavigation.page(here, path(), page.next()), Words.text("files.more")));
    }
    return card;
  }

  private Rows rows(DesktopId of, ChangePage page) {
    var rows =
        new Rows(
            Stream.of("name", "change", "counts", "bytes")
                .map(heading -> Words.text("compare.heading." + heading))
                .toList());
    for (ChangedEntry row : page.rows()) {
      boolean folder = row.type().equals("directory");
      rows.row(
          folder
              ? new Anchor(
                  VersionsNavigation.compare(of, before, after, path().child(row.bytesOfName())),
                  row.shown() + "/")
              : new Span(row.shown()),
          badge(said(row)),
          new Span(folder ? counts(row) : sizes(row)),
          new Span(Quantities.bytes(row.bytes())));
    }
    return rows;
  }

  /** Of a folder that went on the files in it count for more than its own rights. */
  private static String said(ChangedEntry row) {
    boolean inside = row.added() + row.changed() + row.removed() > 0 || !row.complete();
    return row.type().equals("directory") && row.change().equals("attributes") && inside
        ? "inside"
        : row.change();
  }

  private static StateBadge badge(String change) {
    return switch (change) {
      case "added" -> badge(Meaning.GOOD, VaadinIcon.PLUS, change);
      case "removed" -> badge(Meaning.BROKEN, VaadinIcon.MINUS, change);
      case "replaced", "content" -> badge(Meaning.ATTENTION, VaadinIcon.EDIT, "content");
      case "attributes" -> badge(Meaning.NEUTRAL, VaadinIcon.KEY, change);
      default -> badge(Meaning.NEUTRAL, VaadinIcon.FOLDER_OPEN, "inside");
    };
  }

  private static StateBadge badge(Meaning meaning, VaadinIcon icon, String change) {
    return new StateBadge(meaning, icon, () -> Words.text("compare.change." + change));
  }

  /** In a word what happened to a name. */
  static String change(ChangedEntry row) {
    return badge(said(row)).word();
  }

  /** How many files below a folder differ. */
  static String counts(ChangedEntry row) {
    String counts =
        Words.text(
            "compare.counts",
            Quantities.count(row.added()),
            Quantities.count(row.changed()),
            Quantities.count(row.removed()));
    return row.complete() ? counts : counts + " " + Words.text("compare.more");
  }

  private static String sizes(ChangedEntry row) {
    Long old = row.sizeBefore();
    Long young = row.sizeAfter();
    return (old == null ? "–" : Quantities.bytes(old))
        + " → "
        + (young == null ? "–" : Quantities.bytes(young));
  }

  private Component packages(DesktopId of) {
    var changes = content.packages(caller, of, before, after);
    var card = VersionTexts.card(new H2(Words.text("compare.packages")));
    if (changes.rows().isEmpty()) {
      card.add(new EmptyState(VaadinIcon.PACKAGE, Words.text("compare.packages.same")));
      return card;
    }
    var rows =
        new Rows(
            Stream.of("package", "change", "before", "after")
                .map(heading -> Words.text("compare.heading." + heading))
                .toList());
    for (PackageChange row : changes.rows()) {
      String change = row.before() == null ? "added" : row.after() == null ? "removed" : "content";
      rows.row(
          new Span(row.name()),
          badge(change),
          new Span(row.before() == null ? "–" : row.before()),
          new Span(row.after() == null ? "–" : row.after()));
    }
    card.add(rows);
    if (changes.more() > 0) {
      card.add(new Paragraph(Words.text("compare.packages.more", changes.more())));
    }
    return card;
  }
}
