package io.labvm.ui.page.frame;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.i18n.LocaleChangeEvent;
import com.vaadin.flow.i18n.LocaleChangeObserver;
import io.labvm.ui.common.Words;

/** Switches between light and dark; the browser remembers it. */
@JsModule("context://labvm/labvm-elements.js")
public final class SchemeSwitch extends Button implements LocaleChangeObserver {
  public SchemeSwitch() {
    super(VaadinIcon.ADJUST.create());
    addThemeVariants(ButtonVariant.TERTIARY);
    getElement().setAttribute("data-scheme-switch", "");
  }

  @Override
  public void localeChange(LocaleChangeEvent event) {
    setAriaLabel(Words.text("frame.scheme"));
    setTooltipText(Words.text("frame.scheme"));
  }
}
