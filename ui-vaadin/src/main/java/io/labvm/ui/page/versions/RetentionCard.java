package io.labvm.ui.page.versions;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.storage.RetentionService;
import io.labvm.ui.storage.RetentionText;
import io.labvm.ui.storage.RetentionView;

/** One sentence on which versions stay, when others are removed, and the way to change it. */
final class RetentionCard extends Div {
  RetentionCard(
      Caller caller,
      DesktopView desktop,
      RetentionService retention,
      RetentionView now,
      Runnable changed) {
    addClassName("card");
    var sentence = new Paragraph(RetentionText.sentence(now.rules(), getLocale()));
    if (now.inherited()) {
      var whose = new Span(" " + Words.text("retention.inherited"));
      whose.addClassName("quiet");
      sentence.add(whose);
    }
    var change =
        new Button(
            Words.text("retention.change"),
            event -> new RetentionDialog(caller, desktop, retention, changed).open(now));
    var row = new Div(change);
    row.addClassName("actions");
    add(new H2(Words.text("retention.title")), sentence, next(now), row);
  }

  private static Paragraph next(RetentionView now) {
    var at = now.nextPruningAt();
    return at == null
        ? new Paragraph(Words.text("retention.unscheduled"))
        : new Paragraph(new Span(Words.text("retention.next") + " "), TimeText.until(at));
  }
}
