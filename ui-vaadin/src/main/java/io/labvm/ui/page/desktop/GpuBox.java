package io.labvm.ui.page.desktop;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Consequences;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.gpus.DesktopGpus;
import io.labvm.ui.gpus.GpuMode;
import io.labvm.ui.gpus.GpuService;
import io.labvm.ui.problem.ProblemException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A desktop's GPUs, its place in the queue, and the wish for others. */
final class GpuBox extends Div {
  private final Caller caller;
  private final GpuService gpus;
  private final DesktopActions actions;
  private @Nullable DesktopGpus shown;

  GpuBox(Caller caller, GpuService gpus, DesktopActions actions) {
    this.caller = caller;
    this.gpus = gpus;
    this.actions = actions;
    addClassName("card");
    setVisible(false);
  }

  /** Shows them as they are now; nothing where neither node nor owner knows of any. */
  void show(DesktopView desktop) {
    DesktopGpus now = gpus.desktop(caller, desktop.id());
    if (now.equals(shown)) {
      return;
    }
    shown = now;
    removeAll();
    setVisible(now.mode() != null && now.onNode() > 0);
    if (!isVisible()) {
      return;
    }
    add(new H2(Words.text("gpus.title")), new Div(new Span(has(now))));
    if (now.problem() != null) {
      add(lost(desktop, now.problem()));
    }
    if (now.position() != null) {
      add(
          Notices.inline(
              Meaning.WORKING, VaadinIcon.HOURGLASS, Words.text("gpus.waits", now.position())));
    }
    if (now.until() != null) {
      add(new Div(new Span(Words.text("gpus.until") + " "), TimeText.at(now.until())));
    }
    if (!now.next().isEmpty()) {
      add(
          Notices.inline(
              Meaning.ATTENTION, VaadinIcon.BELL, Words.text("gpus.next", now.next().size())));
    }
    if (now.mode() == GpuMode.EXCLUSIVE) {
      add(wish(desktop, now));
    }
  }

  private Div lost(DesktopView desktop, String problem) {
    var notice = Notices.inline(Meaning.BROKEN, VaadinIcon.PLUG, Words.text("gpus.lost", problem));
    var repair =
        new Button(Words.text("gpus.repair"), _ -> actions.ask(desktop, DesktopCommand.REPAIR_GPU));
    var row = new Div(repair);
    row.addClassName("actions");
    return new Div(notice, row);
  }

  private static String has(DesktopGpus now) {
    if (now.mode() == GpuMode.SHARED) {
      return Words.text(now.count() == 0 ? "gpus.none" : "gpus.shared", now.onNode());
    }
    return Words.text(now.held().isEmpty() ? "gpus.none" : "gpus.held", now.held().size());
  }

  private Div wish(DesktopView desktop, DesktopGpus now) {
    var count = new Select<Integer>();
    count.setLabel(Words.text("gpus.wish"));
    count.setItems(
        IntStream.rangeClosed(0, Math.min(GpuService.MOST, now.onNode())).boxed().toList());
    count.setValue(now.wanted() == null ? 0 : now.wanted());
    var ask = new Button(Words.text("gpus.ask"), _ -> ask(desktop, count.getValue()));
    var row = new Div(count, ask);
    row.addClassName("actions");
    return row;
  }

  private void ask(DesktopView desktop, int count) {
    new Consequences(
            Words.text("gpus.ask.question", count, desktop.name()),
            Words.text("gpus.ask.verb"),
            () -> send(desktop, count))
        .happens(Words.text("gpus.ask.happens"))
        .kept(Words.text("gpus.ask.kept"))
        .lost(Words.text("gpus.ask.lost"))
        .open();
  }

  private void send(DesktopView desktop, int count) {
    try {
      var ignored = gpus.ask(caller, desktop.id(), count, null);
      show(desktop);
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
  }
}
