package io.labvm.ui.page.admin;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.NumberField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.desktop.Limits;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Consequences;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.desktops.LimitsBounds;
import io.labvm.ui.desktops.LimitsService;
import io.labvm.ui.desktops.LimitsWish;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.problem.ProblemException;
import java.util.List;
import java.util.UUID;

/** Asks what a desktop is to be allowed to use. */
final class LimitsDialog {
  private static final double GIB = 1L << 30;
  private static final double MILLI = 1000.0;
  private static final double HUNDREDTHS = 100.0;

  private final Caller caller;
  private final LimitsService limits;

  LimitsDialog(Caller caller, LimitsService limits) {
    this.caller = caller;
    this.limits = limits;
  }

  /** The button that opens it; without use while something else is done. */
  Button button(DesktopView now) {
    var button = new Button(Words.text("action.limits"), _ -> open(now));
    if (!DesktopPhase.LIMITABLE.contains(now.state()) || now.currentOperation() != null) {
      button.setEnabled(false);
      button.setTooltipText(Words.text("action.disabled", Words.of(now.state())));
    }
    return button;
  }

  private void open(DesktopView desktop) {
    var fields = new Fields(desktop.limits(), limits.bounds(caller, desktop.id()));
    // One key for the dialog: a second press of the button is the same request.
    var key = new RequestKey(UUID.randomUUID().toString());
    boolean runs = desktop.state() == DesktopPhase.RUNNING;
    var question =
        new Consequences(
                Words.text("limits.question", desktop.name()),
                Words.text("limits.verb"),
                () -> send(desktop, fields.wish(), key))
            .happens(Words.text(runs ? "limits.happens" : "limits.happens.later"))
            .kept(Words.text("limits.kept"))
            .lost(Words.text("limits.lost"));
    fields.onChange(() -> question.confirmable(fields.valid()));
    question.addComponentAsFirst(fields.form());
    question.open();
  }

  private void send(DesktopView desktop, LimitsWish wish, RequestKey key) {
    try {
      limits.change(caller, desktop.id(), wish, key);
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
  }

  /** Shown in units that people use; what nobody touched is not sent, so nothing is rounded. */
  private static final class Fields {
    private final NumberField cpus;
    private final NumberField memory;
    private final NumberField pids;
    private final NumberField shm;
    private final double[] before;

    Fields(Limits now, LimitsBounds bounds) {
      boolean known = bounds.mostMilliCpus() < Integer.MAX_VALUE;
      double mostCpus = known ? bounds.mostMilliCpus() / MILLI : Integer.MAX_VALUE / MILLI;
      double mostGib = known ? bounds.mostMemoryBytes() / GIB : Long.MAX_VALUE / GIB;
      cpus =
          field(
              "limits.cpus",
              now.milliCpus() / MILLI,
              LimitsBounds.LEAST_MILLI_CPUS / MILLI,
              mostCpus);
      memory =
          field(
              "limits.memory",
              now.memoryBytes() / GIB,
              LimitsBounds.LEAST_MEMORY_BYTES / GIB,
              mostGib);
      pids = field("limits.pids", now.pids(), LimitsBounds.LEAST_PIDS, LimitsBounds.MOST_PIDS);
      shm = field("limits.shm", now.shmBytes() / GIB, 0, mostGib);
      if (known) {
        cpus.setHelperText(Words.text("limits.most", Quantities.cpus(mostCpus)));
        memory.setHelperText(Words.text("limits.most", Quantities.bytes(bounds.mostMemoryBytes())));
      }
      shm.setHelperText(Words.text("limits.shm.help"));
      before = all().stream().mapToDouble(NumberField::getValue).toArray();
    }

    private static NumberField field(String key, double value, double least, double most) {
      var field = new NumberField(Words.text(key));
      field.setMin(least);
      field.setMax(most);
      field.setValue(Math.round(value * HUNDREDTHS) / HUNDREDTHS);
      field.setRequiredIndicatorVisible(true);
      field.setValueChangeMode(ValueChangeMode.EAGER);
      field.setI18n(
          new NumberField.NumberFieldI18n()
              .setRequiredErrorMessage(Words.text("limits.number"))
              .setBadInputErrorMessage(Words.text("limits.number"))
              .setMinErrorMessage(Words.text("limits.min", Quantities.upTo(least, 2)))
              .setMaxErrorMessage(Words.text("limits.max", Quantities.upTo(most, 2))));
      return field;
    }

    private List<NumberField> all() {
      return List.of(cpus, memory, pids, shm);
    }

    Div form() {
      var form = new Div(cpus, memory, pids, shm);
      form.addClassName("retention-fields");
      return form;
    }

    void onChange(Runnable changed) {
      all().forEach(field -> field.addValueChangeListener(_ -> changed.run()));
    }

    boolean valid() {
      return all().stream()
          .allMatch(
              f ->
                  f.getValue() != null && f.getValue() >= f.getMin() && f.getValue() <= f.getMax());
    }

    LimitsWish wish() {
      return new LimitsWish(
          touched(0) ? (int) Math.round(cpus.getValue() * MILLI) : null,
          touched(1) ? Long.valueOf(Math.round(memory.getValue() * GIB)) : null,
          touched(2) ? (int) Math.round(pids.getValue()) : null,
          touched(3) ? Long.valueOf(Math.round(shm.getValue() * GIB)) : null);
    }

    private boolean touched(int field) {
      return all().get(field).getValue() != before[field];
    }
  }
}
