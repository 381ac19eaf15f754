package io.labvm.ui.page.versions;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.IntegerField;
import io.labvm.contract.storage.PrunePlan;
import io.labvm.contract.storage.RetentionRules;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Beside;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.Skeleton;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.storage.RetentionService;
import io.labvm.ui.storage.RetentionView;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks by which rules versions stay. What the rules of the form would remove now is asked of the
 * store with every change, and stands in the dialog before anything is changed.
 */
final class RetentionDialog extends Dialog {
  private enum Whose {
    LAB,
    OWN
  }

  private final Caller caller;
  private final DesktopView desktop;
  private final RetentionService retention;
  private final Runnable changed;
  private final RadioButtonGroup<Whose> whose = new RadioButtonGroup<>();
  private final Map<String, IntegerField> fields = new LinkedHashMap<>();
  private final Div preview = new Div();
  private final Button save = new Button(Words.text("retention.save"), event -> save());

  /** Answers to earlier rules are late and not shown. */
  private int asked;

  RetentionDialog(
      Caller caller, DesktopView desktop, RetentionService retention, Runnable changed) {
    super(Words.text("retention.question", desktop.name()));
    this.caller = caller;
    this.desktop = desktop;
    this.retention = retention;
    this.changed = changed;
    whose.setItems(Whose.values());
    whose.setItemLabelGenerator(
        w -> Words.text(w == Whose.LAB ? "retention.whose.lab" : "retention.whose.own"));
    whose.setAriaLabel(Words.text("retention.whose"));
    preview.addClassName("preview");
    preview.getElement().setAttribute("role", "status");
    save.addThemeVariants(ButtonVariant.PRIMARY);
    add(whose, form(), preview);
    getFooter().add(new Button(Words.text("action.cancel"), event -> close()), save);
  }

  private Div form() {
    var form = new Div();
    form.addClassName("retention-fields");
    for (String rule : new String[] {"last", "hourly", "daily", "weekly", "monthly"}) {
      var field = new IntegerField(Words.text("retention.field." + rule));
      field.setMin(0);
      field.setMax(RetentionRules.MOST);
      field.setStepButtonsVisible(true);
      field.setErrorMessage(Words.text("retention.range", RetentionRules.MOST));
      fields.put(rule, field);
      form.add(field);
    }
    return form;
  }

  /** Opens it with the rules that hold now. */
  void open(RetentionView now) {
    fill(now.rules());
    whose.setValue(now.inherited() ? Whose.LAB : Whose.OWN);
    enable();
    whose.addValueChangeListener(event -> choose());
    fields.values().forEach(this::askWhenChanged);
    open();
  }

  /** Not when the form itself fills the fields, which then asks once. */
  private void askWhenChanged(IntegerField field) {
    field.addValueChangeListener(
        event -> {
          if (event.isFromClient()) {
            ask();
          }
        });
  }

  @Override
  protected void onAttach(AttachEvent event) {
    super.onAttach(event);
    ask();
  }

  private void choose() {
    if (whose.getValue() == Whose.LAB) {
      fill(retention.common());
    }
    enable();
    ask();
  }

  private void fill(RetentionRules rules) {
    put("last", rules.last());
    put("hourly", rules.hourly());
    put("daily", rules.daily());
    put("weekly", rules.weekly());
    put("monthly", rules.monthly());
  }

  private void put(String rule, int number) {
    IntegerField field = fields.get(rule);
    if (field != null) {
      field.setValue(number);
      field.setInvalid(false);
    }
  }

  private void enable() {
    boolean own = whose.getValue() == Whose.OWN;
    fields.values().forEach(field -> field.setEnabled(own));
  }

  private boolean isValid() {
    return fields.keySet().stream().allMatch(rule -> isInRange(number(rule)));
  }

  private static boolean isInRange(int number) {
    return number >= 0 && number <= RetentionRules.MOST;
  }

  private int number(String rule) {
    IntegerField field = fields.get(rule);
    Integer value = field == null ? null : field.getValue();
    return value == null ? 0 : value;
  }

  private RetentionRules rules() {
    return new RetentionRules(
        number("last"), number("hourly"), number("daily"), number("weekly"), number("monthly"));
  }

  private void ask() {
    int question = ++asked;
    preview.removeAll();
    save.setEnabled(isValid());
    if (!isValid()) {
      return;
    }
    RetentionRules wanted = rules();
    preview.add(new Skeleton(2));
    getUI()
        .ifPresent(
            ui ->
                Beside.ask(
                    ui,
                    () -> retention.preview(caller, desktop.id(), wanted),
                    plan -> show(question, plan),
                    refused -> show(question, refused)));
  }

  private void show(int question, PrunePlan plan) {
    if (question != asked) {
      return;
    }
    preview.removeAll();
    int count = plan.removed().size();
    if (count == 0) {
      preview.add(new Paragraph(Words.text("retention.preview.none", plan.kept().size())));
      return;
    }
    preview.add(
        Notices.inline(
            Meaning.ATTENTION,
            VaadinIcon.TRASH,
            Words.text("retention.preview.removed", count, NumberRanges.of(plan.removed()))),
        new Paragraph(
            Words.text(
                "retention.preview.freed",
                Quantities.bytes(plan.bytesFreed()),
                Quantities.bytes(plan.bytesFreedAtMost()),
                plan.kept().size())));
  }

  private void show(int question, ProblemException refused) {
    if (question != asked) {
      return;
    }
    preview.removeAll();
    preview.add(
        Notices.inline(
            Meaning.BROKEN,
            VaadinIcon.WARNING,
            refused.fields().isEmpty()
                ? Notices.text(refused)
                : Words.text("retention.keep-something")));
    save.setEnabled(refused.fields().isEmpty());
    for (FieldProblem problem : refused.fields()) {
      IntegerField field = fields.get(problem.field());
      if (field != null) {
        field.setInvalid(true);
      }
    }
  }

  private void save() {
    try {
      var rules = whose.getValue() == Whose.OWN ? rules() : null;
      var _ = retention.change(caller, desktop.id(), rules);
      close();
      Notices.done(Words.text("retention.changed"));
      changed.run();
    } catch (ProblemException refused) {
      show(asked, refused);
    }
  }
}
