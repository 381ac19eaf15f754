package io.labvm.ui.common;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks before anything that ends processes or replaces data: what happens, what is kept, what is
 * lost, how long it took last time. Where data goes, the name has to be typed.
 */
public final class Consequences extends Dialog {
  private final Div facts = new Div();
  private final Button confirm;
  private final Button cancel = new Button(Words.text("action.cancel"), event -> close());

  /**
   * A question with its answer.
   *
   * @param verb the text of the confirming button, a verb and its object
   */
  public Consequences(String question, String verb, Runnable action) {
    addClassName("consequences");
    setHeaderTitle(question);
    facts.addClassName("facts");
    add(facts);
    confirm =
        new Button(
            verb,
            event -> {
              close();
              action.run();
            });
    confirm.addThemeVariants(ButtonVariant.PRIMARY);
    confirm.setDisableOnClick(true);
    getFooter().add(cancel, confirm);
  }

  /** What will happen. */
  public Consequences happens(String text) {
    return fact(VaadinIcon.ARROW_RIGHT, "consequences.happens", text, Meaning.NEUTRAL);
  }

  /** What stays as it is. */
  public Consequences kept(String text) {
    return fact(VaadinIcon.CHECK, "consequences.kept", text, Meaning.GOOD);
  }

  /** What will be gone. */
  public Consequences lost(String text) {
    return fact(VaadinIcon.MINUS, "consequences.lost", text, Meaning.BROKEN);
  }

  /** How long it took last time; nothing is said when it never ran. */
  public Consequences lastTook(@Nullable Duration last) {
    return last == null
        ? this
        : fact(VaadinIcon.CLOCK, "consequences.took", Quantities.duration(last), Meaning.NEUTRAL);
  }

  /**
   * For how long nobody can connect meanwhile.
   *
   * @param about null when nobody knows
   */
  public Consequences unreachable(@Nullable Duration about) {
    String text =
        about == null
            ? Words.text("consequences.seconds")
            : Words.text("consequences.about", Quantities.duration(about));
    return fact(VaadinIcon.UNLINK, "consequences.unreachable", text, Meaning.NEUTRAL);
  }

  /** The confirming button works only after this name was typed. */
  public Consequences typedName(String name) {
    confirm.removeThemeVariants(ButtonVariant.PRIMARY);
    confirm.addThemeVariants(ButtonVariant.PRIMARY, ButtonVariant.ERROR);
    confirm.setEnabled(false);
    var field = new TextField(Words.text("consequences.type", name));
    field.setWidthFull();
    field.setAutofocus(true);
    field.setValueChangeMode(ValueChangeMode.EAGER);
    field.addValueChangeListener(
        event -> confirm.setEnabled(event.getValue().strip().equals(name)));
    // Does nothing as long as the button is disabled.
    field.addKeyDownListener(Key.ENTER, event -> confirm.click());
    add(field);
    return this;
  }

  /** Whether the confirming button works, as far as what was chosen is concerned. */
  public Consequences confirmable(boolean chosen) {
    confirm.setEnabled(chosen);
    return this;
  }

  /** Another text of the confirming button: what it does depends on what was chosen. */
  public Consequences verb(String verb) {
    confirm.setText(verb);
    return this;
  }

  private Consequences fact(VaadinIcon icon, String labelKey, String text, Meaning meaning) {
    var picture = icon.create();
    picture.getElement().setAttribute("aria-hidden", "true");
    var label = new Span(Words.text(labelKey));
    label.addClassName("fact-label");
    var line = new Paragraph(picture, label, new Span(text));
    line.addClassNames("fact", meaning.className());
    facts.add(line);
    return this;
  }
}
