package io.labvm.ui.page.admin;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.labvm.contract.storage.MaintenanceKind;
import io.labvm.contract.storage.MaintenanceProgress;
import io.labvm.contract.storage.MaintenanceState;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.storage.MaintenanceView;
import io.labvm.ui.storage.MaintenanceView.Run;
import io.labvm.ui.storage.StorageService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How the store is looked after: each job with its next run, its newest run and its button. */
final class UpkeepCard extends Div {
  private final Caller caller;
  private final StorageService storage;

  UpkeepCard(Caller caller, StorageService storage) {
    this.caller = caller;
    this.storage = storage;
    addClassName("card");
  }

  void draw() {
    removeAll();
    var rows =
        new Rows(
            Stream.of("job", "next", "last", "actions")
                .map(key -> Words.text("storage." + key))
                .toList());
    storage
        .maintenance(caller)
        .forEach(job -> rows.row(name(job), next(job), last(job), button(job)));
    add(new H2(Words.text("storage.upkeep")), rows);
  }

  private static Component name(MaintenanceView job) {
    var help = new Paragraph(Words.text("storage.kind." + job.kind().wire() + ".help"));
    help.addClassName("quiet");
    return new Div(new Span(word(job.kind())), help);
  }

  private static String word(MaintenanceKind kind) {
    return Words.text("storage.kind." + kind.wire());
  }

  private static Component next(MaintenanceView job) {
    if (job.paused()) {
      return new Span(Words.text("storage.paused"));
    }
    Instant at = job.nextAt();
    return at == null ? new Span(Words.text("storage.unscheduled")) : TimeText.until(at);
  }

  private static Component last(MaintenanceView job) {
    if (job.runs().isEmpty()) {
      return new Span(Words.text("storage.never"));
    }
    Run run = job.runs().getFirst();
    var box = new Div(badge(run.state()), new Span(" "), TimeText.ago(time(run)));
    if (run.open() && run.total() > 0) {
      var bar = new ProgressBar(0, run.total(), Math.min(run.done(), run.total()));
      bar.getElement().setAttribute("aria-label", word(job.kind()));
      box.add(bar);
    }
    var told = new Paragraph(String.join(" · ", told(job.kind(), run)));
    told.addClassName("quiet");
    box.add(told);
    run.problems().stream().limit(shown(run)).map(StorageView::technical).forEach(box::add);
    return box;
  }

  /** Each desktop that failed is to be seen; a few findings are enough. */
  private static long shown(Run run) {
    return run.state() == MaintenanceState.PARTLY_FAILED ? MaintenanceProgress.MOST_PROBLEMS : 3;
  }

  private static Instant time(Run run) {
    Instant ended = run.endedAt();
    return ended == null ? run.createdAt() : ended;
  }

  private static List<String> told(MaintenanceKind kind, Run run) {
    List<String> parts = new ArrayList<>();
    parts.add(Words.text("storage.progress", run.done(), run.total()));
    parts.add(Words.text("storage.changed." + kind.wire(), run.changed()));
    if (run.bytes() > 0) {
      parts.add(Words.text("storage.freed", Quantities.bytes(run.bytes())));
    }
    if (run.damaged() > 0) {
      parts.add(Words.text("storage.findings", run.damaged()));
    }
    String by = run.requestedBy();
    if (by != null) {
      parts.add(Words.text("storage.by", by));
    }
    return parts;
  }

  private static StateBadge badge(MaintenanceState state) {
    return switch (state) {
      case QUEUED -> badge(state, Meaning.NEUTRAL, VaadinIcon.LIST_OL);
      case RUNNING -> badge(state, Meaning.WORKING, VaadinIcon.COG);
      case SUCCEEDED -> badge(state, Meaning.GOOD, VaadinIcon.CHECK_CIRCLE);
      case PARTLY_FAILED -> badge(state, Meaning.ATTENTION, VaadinIcon.WARNING);
      case FAILED -> badge(state, Meaning.BROKEN, VaadinIcon.CLOSE_CIRCLE);
    };
  }

  private static StateBadge badge(MaintenanceState state, Meaning meaning, VaadinIcon icon) {
    return new StateBadge(meaning, icon, () -> Words.text("storage.state." + state.wire()));
  }

  private Button button(MaintenanceView job) {
    var button = new Button(Words.text("storage.run"), event -> run(job.kind()));
    button.setAriaLabel(Words.text("storage.run.of", word(job.kind())));
    button.setEnabled(job.runs().stream().noneMatch(Run::open));
    return button;
  }

  private void run(MaintenanceKind kind) {
    try {
      var ignored = storage.run(caller, kind);
      Notices.done(Words.text("storage.started", word(kind)));
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
    draw();
  }
}
