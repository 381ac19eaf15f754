package io.labvm.ui.page.admin;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.FactsList;
import io.labvm.ui.common.LiveUpdates;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Meter;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.Sparkline;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.storage.StorageService;
import io.labvm.ui.storage.StoreOverview;
import io.labvm.ui.storage.StoreOverview.DesktopRoom;
import io.labvm.ui.storage.StoreOverview.Room;
import io.labvm.ui.texts.HostPaths;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.stream.Stream;

/** The store: how much room is left, who takes it, what is damaged, how it is looked after. */
@Route("admin/storage")
@Menu(title = "menu.storage", order = 115, icon = "vaadin:database")
@RolesAllowed("ADMIN")
class StorageView extends Page {
  private final Caller caller;
  private final StorageService storage;
  private final Div room = card();
  private final Div damaged = card();
  private final Div biggest = card();
  private final Div versions = card();
  private final UpkeepCard upkeep;

  StorageView(CurrentAccount current, StorageService storage, ChangeFeed feed) {
    super("storage.title");
    this.storage = storage;
    caller = current.caller();
    upkeep = new UpkeepCard(caller, storage);
    add(room, damaged, upkeep, biggest, versions);
    LiveUpdates.follow(this, feed, c -> c.kind() == Change.Kind.STORAGE, this::draw);
  }

  private static Div card() {
    var card = new Div();
    card.addClassName("card");
    return card;
  }

  @Override
  protected void draw() {
    StoreOverview now = storage.overview(caller);
    drawRoom(now);
    drawDamaged(now);
    drawBiggest(now);
    drawVersions(now);
    upkeep.draw();
  }

  private void drawRoom(StoreOverview now) {
    room.removeAll();
    room.add(new H2(Words.text("storage.room")));
    Room figures = now.room();
    if (figures == null) {
      room.add(new EmptyState(VaadinIcon.DATABASE, Words.text("storage.none")));
      return;
    }
    var meter = new Meter();
    meter.show(
        Words.text("storage.used"),
        share(figures.usedBytes(), figures),
        Quantities.bytesOf(figures.usedBytes(), figures.totalBytes()));
    var left = now.daysLeft();
    var forecast =
        new Paragraph(
            left == null
                ? Words.text("storage.days-unknown")
                : Words.text("storage.days-left", left));
    forecast.addClassName("quiet");
    room.add(meter, line(now, figures), forecast, facts(figures));
    if (figures.unreadable() > 0) {
      room.add(
          Notices.inline(
              Meaning.BROKEN,
              VaadinIcon.WARNING,
              Words.text("storage.unreadable", figures.unreadable())));
    }
  }

  private static double share(long bytes, Room room) {
    return room.totalBytes() == 0 ? 0 : (double) bytes / room.totalBytes();
  }

  private static Sparkline line(StoreOverview now, Room figures) {
    var line = new Sparkline();
    now.trend().forEach(p -> line.add(Words.text("storage.trend"), share(p.usedBytes(), figures)));
    return line;
  }

  private static FactsList facts(Room figures) {
    return new FactsList()
        .fact(Words.text("storage.filesystem"), figures.fileSystem())
        .fact(Words.text("storage.bases"), Quantities.bytes(figures.baseBytes()))
        .fact(Words.text("storage.layers"), Quantities.bytes(figures.layerBytes()))
        .fact(Words.text("storage.data"), Quantities.bytes(figures.dataBytes()))
        .fact(Words.text("storage.measured"), TimeText.ago(figures.measuredAt()));
  }

  private void drawDamaged(StoreOverview now) {
    damaged.removeAll();
    damaged.add(new H2(Words.text("storage.damaged")));
    int count = now.damaged().size();
    if (count == 0) {
      damaged.add(
          Notices.inline(
              Meaning.GOOD, VaadinIcon.CHECK_CIRCLE, Words.text("storage.damaged.none")));
      return;
    }
    damaged.add(
        Notices.inline(
            Meaning.BROKEN, VaadinIcon.CLOSE_CIRCLE, Words.text("storage.damaged.some", count)));
    var rows = new Rows(headings("owner", "version", "made", "finding"));
    now.damaged()
        .forEach(
            v ->
                rows.row(
                    new Anchor(DesktopDetailView.path(v.desktop()), v.owner()),
                    new Span(Quantities.count(v.version())),
                    TimeText.ago(v.time()),
                    finding(v.damage())));
    damaged.add(rows);
  }

  private static Component finding(String damage) {
    return new Div(new Span(Words.text("storage.damaged.what")), technical(damage));
  }

  /** As the store says it, in English. */
  static Paragraph technical(String text) {
    var technical = new Paragraph(HostPaths.inStore(text));
    technical.addClassName("technical");
    technical.getElement().setAttribute("lang", "en");
    return technical;
  }

  private void drawBiggest(StoreOverview now) {
    biggest.removeAll();
    biggest.add(new H2(Words.text("storage.biggest")));
    if (now.desktops().isEmpty()) {
      String why = now.room() == null ? "storage.biggest.unknown" : "storage.biggest.none";
      biggest.add(new EmptyState(VaadinIcon.DESKTOP, Words.text(why)));
      return;
    }
    var rows = new Rows(headings("owner", "versions", "bytes", "unique"));
    now.desktops()
        .forEach(
            d ->
                rows.row(
                    owner(d),
                    new Span(Quantities.count(d.versions())),
                    new Span(Quantities.bytes(d.bytes())),
                    new Span(Quantities.bytes(d.uniqueBytes()))));
    biggest.add(rows);
  }

  private void drawVersions(StoreOverview now) {
    versions.removeAll();
    versions.setVisible(!now.versions().isEmpty());
    versions.add(new H2(Words.text("storage.own-versions")));
    var rows = new Rows(headings("owner", "version", "taken", "unique", "bytes"));
    now.versions()
        .forEach(
            v ->
                rows.row(
                    new Span(new Anchor(DesktopDetailView.path(v.desktop()), v.owner())),
                    new Span(Words.text("versions.number", v.version())),
                    TimeText.ago(v.time()),
                    new Span(Quantities.bytes(v.uniqueBytes())),
                    new Span(Quantities.bytes(v.bytes()))));
    versions.add(rows);
  }

  private static Span owner(DesktopRoom desktop) {
    String owner = desktop.owner();
    return owner == null
        ? new Span(desktop.desktop().value() + " · " + Words.text("storage.unknown"))
        : new Span(new Anchor(DesktopDetailView.path(desktop.desktop()), owner));
  }

  private static List<String> headings(String... keys) {
    return Stream.of(keys).map(key -> Words.text("storage." + key)).toList();
  }
}
