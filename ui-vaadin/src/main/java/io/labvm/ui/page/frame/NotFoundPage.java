package io.labvm.ui.page.frame;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.server.HttpStatusCode;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Words;

/** What stands at an address where nothing is. */
@AnonymousAllowed
class NotFoundPage extends Page implements HasErrorParameter<NotFoundException> {
  NotFoundPage() {
    super("notfound.title");
  }

  @Override
  public int setErrorParameter(
      BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
    return HttpStatusCode.NOT_FOUND.getCode();
  }

  @Override
  protected void draw() {
    removeAll();
    var back = new Anchor(".", Words.text("notfound.back"));
    add(new EmptyState(VaadinIcon.QUESTION_CIRCLE, Words.text("notfound.text"), back));
  }
}
