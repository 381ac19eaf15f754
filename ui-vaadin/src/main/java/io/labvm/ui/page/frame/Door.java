package io.labvm.ui.page.frame;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.i18n.LocaleChangeEvent;
import io.labvm.ui.common.Page;

/** A page for people who are not signed in: a card under the product's name. */
public abstract class Door extends Page {
  /** Route of the sign-in page. */
  public static final String SIGN_IN = "signin";

  /** Route of the registration form. */
  public static final String REGISTER = "register";

  private final Div brandPlace = new Div();
  private final Div card = new Div();

  protected Door(String titleKey) {
    super(titleKey);
    setClassName("door");
    brandPlace.getStyle().set("flex", "1");
    var top = new Div(brandPlace, new LanguageSwitch(locale -> {}), new SchemeSwitch());
    top.addClassName("door-top");
    card.addClassNames("card", "door-card");
    add(top, card);
  }

  /** The card. */
  protected Div card() {
    return card;
  }

  @Override
  public void localeChange(LocaleChangeEvent event) {
    brandPlace.removeAll();
    brandPlace.add(new Brand());
    super.localeChange(event);
  }
}
