package io.labvm.ui.page.desktop;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.ProgramsView;
import java.util.Optional;

/** The programs that would end, by name; says so when nobody knows them. */
final class EndingPrograms extends Div {
  /** Nodes look every ten seconds. */
  private static final int STALE_SECONDS = 30;

  EndingPrograms(Optional<ProgramsView> known) {
    addClassName("ending");
    known.ifPresentOrElse(this::show, () -> add(new Paragraph(Words.text("ending.unknown"))));
  }

  private void show(ProgramsView programs) {
    getElement().setAttribute("data-ages", true);
    String title = programs.named().isEmpty() ? "ending.none" : "ending.these";
    var age = TimeText.ago(programs.readAt()).staleAfter(STALE_SECONDS);
    age.addClassName("quiet");
    add(new Paragraph(new Span(Words.text(title) + " "), age));
    var list = new UnorderedList();
    programs.named().forEach(program -> list.add(line(program)));
    if (programs.others() > 0) {
      list.add(new ListItem(Words.text("ending.others", programs.others())));
    }
    if (list.getChildren().findAny().isPresent()) {
      add(list);
    }
  }

  private static ListItem line(ProgramsView.Program program) {
    var name = new Span(program.name());
    name.addClassName("program");
    var item = new ListItem(name);
    if (program.processes() > 1) {
      item.add(new Span(" × " + program.processes()));
    }
    var since = TimeText.since(program.since());
    since.addClassName("quiet");
    item.add(new Span(" · "), since);
    return item;
  }
}
