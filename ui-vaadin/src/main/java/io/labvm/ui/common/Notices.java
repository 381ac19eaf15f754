package io.labvm.ui.common;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;

/** Short messages: what was done, or why a request was refused. */
public final class Notices {
  private static final int SHOWN_MILLIS = 6000;

  private Notices() {}

  /** Says that something was done. */
  public static void done(String text) {
    show(text, NotificationVariant.LUMO_SUCCESS);
  }

  /** Says why a request was refused. */
  public static void refused(ProblemException problem) {
    show(text(problem), NotificationVariant.LUMO_ERROR);
  }

  /** A refusal in words, with the time to wait where waiting helps. */
  public static String text(ProblemException problem) {
    var what = Words.text("problem." + problem.code().wire());
    var remark = problem.remark();
    var text = remark.isEmpty() ? what : what + " " + Words.text("problem.remark", remark);
    var wait = problem.retryAfter();
    // That one says itself when to try again.
    return wait == null || problem.code() == ProblemCode.UNAVAILABLE
        ? text
        : text + " " + Words.text("problem.retry-after", Quantities.duration(wait));
  }

  /** A message that stays in the page. */
  public static Div inline(Meaning meaning, VaadinIcon icon, String text) {
    var picture = icon.create();
    picture.getElement().setAttribute("aria-hidden", "true");
    var box = new Div(picture, new Span(text));
    box.addClassNames("notice", meaning.className());
    box.getElement().setAttribute("role", "status");
    return box;
  }

  private static void show(String text, NotificationVariant variant) {
    var notification = new Notification(text, SHOWN_MILLIS, Notification.Position.BOTTOM_CENTER);
    notification.addThemeVariants(variant);
    notification.open();
  }
}
