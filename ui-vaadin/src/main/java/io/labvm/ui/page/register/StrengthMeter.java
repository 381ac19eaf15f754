package io.labvm.ui.page.register;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.labvm.ui.common.Words;
import java.util.Locale;

/** Shows how strong a password is, in a word and a bar. */
final class StrengthMeter extends Div {
  private final Div bar = new Div();
  private final Span word = new Span();

  StrengthMeter() {
    bar.addClassName("strength-bar");
    bar.getElement().setAttribute("aria-hidden", "true");
    word.getElement().setAttribute("aria-live", "polite");
    add(bar, word);
  }

  void show(String password, String login) {
    setVisible(!password.isEmpty());
    var strength = PasswordStrength.of(password, login);
    setClassName("strength " + strength.meaning().className());
    bar.getStyle().set("--share", strength.percent() + "%");
    word.setText(Words.text("register.password." + strength.name().toLowerCase(Locale.ROOT)));
  }
}
