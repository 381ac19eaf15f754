package io.labvm.ui.common;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.i18n.LocaleChangeEvent;
import com.vaadin.flow.i18n.LocaleChangeObserver;
import com.vaadin.flow.router.HasDynamicTitle;

/** A page of the portal: its title, and one way of drawing that keeps what was typed. */
public abstract class Page extends Div implements LocaleChangeObserver, HasDynamicTitle {
  private final String titleKey;

  protected Page(String titleKey) {
    this.titleKey = titleKey;
    addClassName("page");
  }

  /**
   * Says everything in the present language. Called when the page opens and when the language
   * changes; fields keep their values.
   */
  protected abstract void draw();

  /** The title inside the page, without the product's name. */
  public String heading() {
    return Words.text(titleKey);
  }

  @Override
  public String getPageTitle() {
    return heading() + " · " + Words.text("app.name");
  }

  @Override
  public void localeChange(LocaleChangeEvent event) {
    event.getUI().getPage().setTitle(getPageTitle());
    draw();
  }
}
