package io.labvm.ui.page.versions;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import io.labvm.ui.common.Beside;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Skeleton;
import io.labvm.ui.common.Words;
import io.labvm.ui.versions.ChangePage;
import io.labvm.ui.versions.ChangedEntry;
import java.util.function.Supplier;

/** What going back changes, folder by folder; the store is asked while the question stands. */
final class RestorePreview extends Div {
  private static final int SHOWN = 8;

  private final long newest;
  private final Supplier<ChangePage> question;
  private final String all;

  /**
   * @param question from the newest version to the one that comes back
   * @param all address of the whole comparison
   */
  RestorePreview(long newest, Supplier<ChangePage> question, String all) {
    this.newest = newest;
    this.question = question;
    this.all = all;
    addClassName("preview");
    add(new Paragraph(Words.text("versions.restore.preview", newest)), new Skeleton(2));
  }

  @Override
  protected void onAttach(AttachEvent event) {
    Beside.ask(
        event.getUI(), question, this::show, refused -> say(new Paragraph(Notices.text(refused))));
  }

  private void show(ChangePage page) {
    if (page.rows().isEmpty()) {
      say(new Paragraph(Words.text("versions.restore.same", newest)));
      return;
    }
    var list = new UnorderedList();
    page.rows().stream().limit(SHOWN).map(RestorePreview::line).forEach(list::add);
    say(new Paragraph(Words.text("versions.restore.preview", newest)));
    add(list, new Anchor(all, Words.text("versions.restore.all"), AnchorTarget.BLANK));
  }

  private static ListItem line(ChangedEntry row) {
    boolean folder = row.type().equals("directory");
    var name = new Span(folder ? row.shown() + "/" : row.shown());
    var what = new Span(folder ? CompareView.counts(row) : CompareView.change(row));
    what.addClassName("quiet");
    return new ListItem(name, what);
  }

  private void say(Paragraph text) {
    removeAll();
    add(text);
  }
}
