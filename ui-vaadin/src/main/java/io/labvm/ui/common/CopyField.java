package io.labvm.ui.common;

import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.function.SerializableSupplier;
import com.vaadin.flow.i18n.LocaleChangeEvent;
import com.vaadin.flow.i18n.LocaleChangeObserver;
import org.jspecify.annotations.Nullable;

/**
 * A labelled value with a copy button that confirms; a secret stays hidden until revealed, hides
 * itself after 30 s, and is asked for only when it is shown or copied.
 */
@JsModule("context://labvm/labvm-elements.js")
public final class CopyField extends Div implements LocaleChangeObserver {
  private static final String DOTS = "••••••••";
  private static final int SHOWN_MILLIS = 30_000;

  private final String labelKey;
  private final @Nullable SerializableSupplier<String> secret;
  private final Span label = new Span();
  private final Code value = new Code();
  private final Button copy = new Button(VaadinIcon.COPY_O.create());
  private final Button reveal = new Button(VaadinIcon.EYE.create());
  private boolean revealed;

  private CopyField(String labelKey, @Nullable SerializableSupplier<String> secret) {
    this.labelKey = labelKey;
    this.secret = secret;
    addClassName("copy-field");
    label.addClassName("copy-label");
    for (var button : new Button[] {reveal, copy}) {
      button.addThemeVariants(ButtonVariant.TERTIARY);
    }
    reveal.setVisible(secret != null);
    reveal.addClickListener(event -> toggle());
    add(label, value, reveal, copy);
  }

  /** A value anybody who sees the page may read. */
  public static CopyField of(String labelKey, String text) {
    var field = new CopyField(labelKey, null);
    field.value.setText(text);
    field.copy.getElement().setAttribute("data-copy", text);
    return field;
  }

  /** A secret; the supplier is asked each time. */
  public static CopyField secret(String labelKey, SerializableSupplier<String> secret) {
    var field = new CopyField(labelKey, secret);
    field.value.setText(DOTS);
    field.copy.addClickListener(
        event -> field.copy.getElement().executeJs("labvm.copy(this, $0)", secret.get()));
    return field;
  }

  /** What is on the screen: dots while a secret is hidden. */
  public String shown() {
    return value.getText();
  }

  private void toggle() {
    if (revealed || secret == null) {
      hide();
      return;
    }
    revealed = true;
    value.setText(secret.get());
    showRevealButton();
    getElement().executeJs("setTimeout(() => this.$server.hide(), $0)", SHOWN_MILLIS);
  }

  /** Hides a secret again; harmless when it is hidden. */
  @ClientCallable
  void hide() {
    if (secret != null) {
      revealed = false;
      value.setText(DOTS);
      showRevealButton();
    }
  }

  private void showRevealButton() {
    reveal.setIcon((revealed ? VaadinIcon.EYE_SLASH : VaadinIcon.EYE).create());
    var text = Words.text(revealed ? "copy.hide" : "copy.reveal", Words.text(labelKey));
    reveal.setAriaLabel(text);
    reveal.setTooltipText(text);
  }

  @Override
  public void localeChange(LocaleChangeEvent event) {
    label.setText(Words.text(labelKey));
    var text = Words.text("copy.copy", Words.text(labelKey));
    copy.setAriaLabel(text);
    copy.setTooltipText(text);
    copy.getElement().setAttribute("data-copied-text", Words.text("copy.copied"));
    showRevealButton();
  }
}
