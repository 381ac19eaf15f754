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
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A desktop's GPUs, its place in the queue, and the wish for others. */
final class GpuBox extends Div {
  /** Until its owner says otherwise. */
  private static final int FOR_EVER = 0;

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
      add(waits(now, now.position()));
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

  private static Div waits(DesktopGpus now, int position) {
    var notice =
        Notices.inline(Meaning.WORKING, VaadinIcon.HOURGLASS, Words.text("gpus.waits", position));
    var estimate =
        now.turn() == null
            ? new Div(new Span(Words.text("gpus.turn.unknown")))
            : new Div(new Span(Words.text("gpus.turn") + " "), TimeText.at(now.turn()));
    estimate.addClassName("quiet");
    return new Div(notice, estimate);
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
    var days = new Select<Integer>();
    days.setLabel(Words.text("gpus.days"));
    days.setItems(1, 3, 7, 14, FOR_EVER);
    days.setItemLabelGenerator(each -> Words.text("gpus.days.number", each));
    days.setValue(FOR_EVER);
    var ask =
        new Button(
            Words.text("gpus.ask"), _ -> ask(desktop, count.getValue(), until(days.getValue())));
    var row = new Div(count, days, ask);
    row.addClassName("actions");
    return row;
  }

  private @Nullable Instant until(int days) {
    return days == FOR_EVER ? null : Instant.now().plus(Duration.ofDays(days));
  }

  private void ask(DesktopView desktop, int count, @Nullable Instant until) {
    new Consequences(
            Words.text("gpus.ask.question", count, desktop.name()),
            Words.text("gpus.ask.verb"),
            () -> send(desktop, count, until))
        .happens(Words.text("gpus.ask.happens"))
        .kept(Words.text("gpus.ask.kept"))
        .lost(Words.text("gpus.ask.lost"))
        .open();
  }

  private void send(DesktopView desktop, int count, @Nullable Instant until) {
    try {
      var ignored = gpus.ask(caller, desktop.id(), count, until);
      show(desktop);
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
  }
}
