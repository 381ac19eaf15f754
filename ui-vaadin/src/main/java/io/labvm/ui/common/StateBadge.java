package io.labvm.ui.common;

import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.i18n.LocaleChangeEvent;
import com.vaadin.flow.i18n.LocaleChangeObserver;
import io.labvm.contract.desktop.DesktopPhase;
import io.labvm.contract.operation.OperationState;
import io.labvm.contract.operation.StepState;
import java.util.function.Supplier;

/** Icon, word and colour of a state; the word follows the language of the page. */
public final class StateBadge extends Span implements LocaleChangeObserver {

  private final Span word = new Span();
  private final Supplier<String> text;

  /** A badge of its own word. */
  public StateBadge(Meaning meaning, VaadinIcon icon, Supplier<String> text) {
    this.text = text;
    var picture = icon.create();
    picture.getElement().setAttribute("aria-hidden", "true");
    addClassNames("state-badge", meaning.className());
    add(picture, word);
    word.setText(text.get());
  }

  /** The state of a desktop. */
  public static StateBadge of(DesktopPhase phase) {
    return new StateBadge(Meaning.of(phase), Meaning.icon(phase), () -> Words.of(phase));
  }

  /** The state of an operation. */
  public static StateBadge of(OperationState state) {
    return new StateBadge(Meaning.of(state), Meaning.icon(state), () -> Words.of(state));
  }

  /** The state of a step. */
  public static StateBadge of(StepState state) {
    return new StateBadge(Meaning.of(state), Meaning.icon(state), () -> Words.of(state));
  }

  /** A warning beside a state, for example that a disk is full. */
  public static StateBadge mark(String badge) {
    return new StateBadge(Meaning.ATTENTION, VaadinIcon.WARNING, () -> Words.badge(badge));
  }

  /** The word shown. */
  public String word() {
    return word.getText();
  }

  @Override
  public void localeChange(LocaleChangeEvent event) {
    word.setText(text.get());
  }
}
