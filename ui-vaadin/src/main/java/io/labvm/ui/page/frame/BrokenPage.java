package io.labvm.ui.page.frame;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.server.HttpStatusCode;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands in place of a page that could not be made; the cause goes to the log alone. */
@AnonymousAllowed
class BrokenPage extends Page implements HasErrorParameter<Exception> {
  private static final Logger LOG = LoggerFactory.getLogger(BrokenPage.class);

  BrokenPage() {
    super("broken.title");
  }

  @Override
  public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
    LOG.error("Page {} failed", event.getLocation().getPath(), parameter.getCaughtException());
    return HttpStatusCode.INTERNAL_SERVER_ERROR.getCode();
  }

  @Override
  protected void draw() {
    removeAll();
    var back = new Anchor(".", Words.text("notfound.back"));
    add(new EmptyState(VaadinIcon.WARNING, Words.text("broken.text"), back));
  }
}
