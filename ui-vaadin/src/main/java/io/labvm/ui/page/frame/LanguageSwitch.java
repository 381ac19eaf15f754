package io.labvm.ui.page.frame;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.i18n.LocaleChangeEvent;
import com.vaadin.flow.i18n.LocaleChangeObserver;
import io.labvm.ui.common.Words;
import io.labvm.ui.texts.PortalTexts;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Changes the language of every page of the session at once; what was typed stays. The browser
 * remembers the choice for a year.
 */
public final class LanguageSwitch extends Span implements LocaleChangeObserver {
  private final NativeButton chinese = new NativeButton("中文");
  private final NativeButton english = new NativeButton("EN");

  /**
   * A switch.
   *
   * @param onChange is told the language chosen, for example to keep it with the account
   */
  public LanguageSwitch(Consumer<Locale> onChange) {
    addClassName("language");
    getElement().setAttribute("role", "group");
    chinese.getElement().setAttribute("lang", "zh");
    english.getElement().setAttribute("lang", "en").setAttribute("aria-label", "English");
    chinese.addClickListener(event -> change(PortalTexts.CHINESE, onChange));
    english.addClickListener(event -> change(PortalTexts.ENGLISH, onChange));
    add(chinese, english);
  }

  private void change(Locale locale, Consumer<Locale> onChange) {
    getUI().ifPresent(ui -> say(ui, locale));
    onChange.accept(locale);
  }

  /** Lets all pages of the session speak this language from now on. */
  public static void say(UI ui, Locale locale) {
    ui.getSession().setLocale(locale);
    ui.getPage()
        .executeJs(
            "document.cookie = $0 + '=' + $1 + ';path=/;max-age=31536000;samesite=lax'",
            LanguageKeeper.COOKIE,
            PortalTexts.toAccount(locale));
  }

  @Override
  public void localeChange(LocaleChangeEvent event) {
    var isChinese = PortalTexts.nearest(event.getLocale()).equals(PortalTexts.CHINESE);
    chinese.getElement().setAttribute("aria-pressed", Boolean.toString(isChinese));
    english.getElement().setAttribute("aria-pressed", Boolean.toString(!isChinese));
    getElement().setAttribute("aria-label", Words.text("frame.language"));
    event
        .getUI()
        .getPage()
        .executeJs("document.documentElement.lang = $0", isChinese ? "zh-CN" : "en");
    LanguageKeeper.sayWhenLost(event.getUI());
  }
}
