package io.labvm.ui.page.versions;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.BackupPolicy;
import io.labvm.ui.versions.BackupSchedule;
import io.labvm.ui.versions.VersionService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One sentence on how often versions are made by themselves, and a form to change it. */
final class BackupPolicyCard extends Div {
  /** The installation's own setting. */
  private static final int DEFAULT = -1;

  private static final List<Integer> MINUTES = List.of(15, 30, 60, 180, 360, 720, 1440, 10_080);

  private final Caller caller;
  private final DesktopId desktop;
  private final VersionService versions;
  private final Select<Integer> every = new Select<>();

  BackupPolicyCard(
      Caller caller,
      DesktopId desktop,
      VersionService versions,
      BackupPolicy policy,
      BackupSchedule schedule) {
    this.caller = caller;
    this.desktop = desktop;
    this.versions = versions;
    addClassName("card");
    add(new H2(Words.text("versions.policy")), sentence(schedule), form(policy.everyMinutes()));
  }

  private static Paragraph sentence(BackupSchedule schedule) {
    if (schedule.everyMinutes() == 0) {
      return new Paragraph(Words.text("versions.policy.never"));
    }
    var length = Quantities.span(Duration.ofMinutes(schedule.everyMinutes()));
    var often = new Span(Words.text("versions.policy.every", length));
    var next = schedule.next();
    if (schedule.paused()) {
      return new Paragraph(often, new Span(" " + Words.text("versions.policy.paused")));
    }
    return next == null
        ? new Paragraph(often)
        : new Paragraph(
            often, new Span(" " + Words.text("versions.policy.next") + " "), TimeText.until(next));
  }

  private Div form(@Nullable Integer minutes) {
    var choices = new TreeSet<>(MINUTES);
    if (minutes != null && minutes > 0) {
      choices.add(minutes);
    }
    var items = new ArrayList<>(List.of(DEFAULT));
    items.addAll(choices);
    items.add(0);
    every.setItems(items);
    every.setItemLabelGenerator(BackupPolicyCard::label);
    every.setAriaLabel(Words.text("versions.policy.label"));
    every.setValue(minutes == null ? DEFAULT : minutes);
    var save = new Button(Words.text("versions.policy.change"), event -> save());
    var row = new Div(every, save);
    row.addClassName("actions");
    return row;
  }

  private static String label(Integer minutes) {
    return switch (minutes) {
      case DEFAULT -> Words.text("versions.policy.default");
      case 0 -> Words.text("versions.policy.none");
      default ->
          Words.text("versions.policy.interval", Quantities.span(Duration.ofMinutes(minutes)));
    };
  }

  private void save() {
    try {
      int minutes = every.getValue();
      versions.setPolicy(caller, desktop, new BackupPolicy(minutes == DEFAULT ? null : minutes));
      Notices.done(Words.text("versions.policy.changed"));
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
  }
}
