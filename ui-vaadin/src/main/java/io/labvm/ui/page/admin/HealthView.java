package io.labvm.ui.page.admin;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.shared.Registration;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.Skeleton;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.internal.Health;
import io.labvm.ui.internal.HealthService;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every part of the platform, whether it works, and what people notice where it does not. */
@Route("admin/health")
@Menu(title = "menu.health", order = 140, icon = "vaadin:heart")
@RolesAllowed("ADMIN")
class HealthView extends Page {
  private static final Logger LOG = LoggerFactory.getLogger(HealthView.class);
  private static final int EVERY_MILLIS = 10_000;
  private static final int OLD_SECONDS = 40;
  private static final int PARTS = 7;

  private final Caller caller;
  private final HealthService service;
  private final Clock clock;
  private final Div summary = new Div();
  private final Div list = new Div();
  private @Nullable Health known;
  private Instant at = Instant.EPOCH;
  private boolean asking;
  private @Nullable Registration poll;

  HealthView(CurrentAccount current, HealthService service, Clock clock) {
    super("health.title");
    this.service = service;
    this.clock = clock;
    caller = current.caller();
    list.addClassName("card");
    add(summary, list);
  }

  @Override
  protected void onAttach(AttachEvent event) {
    var ui = event.getUI();
    ui.setPollInterval(EVERY_MILLIS);
    poll = ui.addPollListener(asked -> ask(ui));
    ask(ui);
  }

  @Override
  protected void onDetach(DetachEvent event) {
    event.getUI().setPollInterval(-1);
    if (poll != null) {
      poll.remove();
    }
  }

  /** Beside the page: a silent part makes a check last up to 15 s. */
  private void ask(UI ui) {
    if (asking) {
      return;
    }
    asking = true;
    Thread.ofVirtual()
        .name("health")
        .start(
            () -> {
              var now = check();
              try {
                var _ = ui.access(() -> take(now));
              } catch (UIDetachedException gone) {
                // The page was closed meanwhile; there is nobody to tell.
              }
            });
  }

  private @Nullable Health check() {
    try {
      return service.check(caller);
    } catch (RuntimeException e) {
      LOG.warn("the platform cannot be checked", e);
      return null;
    }
  }

  /** A check that failed leaves what was known, which then looks its age. */
  private void take(@Nullable Health now) {
    asking = false;
    if (now != null) {
      known = now;
      at = clock.instant();
      draw();
    }
  }

  @Override
  protected void draw() {
    summary.removeAll();
    list.removeAll();
    var health = known;
    if (health == null) {
      list.add(new Skeleton(PARTS));
      return;
    }
    summary.add(verdict(health));
    var rows =
        new Rows(
            Stream.of("part", "state", "seen").map(key -> Words.text("health." + key)).toList());
    parts(health).forEach(part -> add(rows, part));
    list.add(rows);
  }

  /** What answers this page is a part, too. */
  private static List<HealthPart> parts(Health health) {
    return Stream.concat(
            Stream.of(HealthPart.portal()), health.checks().stream().map(HealthPart::of))
        .toList();
  }

  private Div verdict(Health health) {
    var broken = health.checks().stream().filter(check -> !check.ok()).count();
    var notice =
        health.healthy()
            ? Notices.inline(Meaning.GOOD, VaadinIcon.CHECK_CIRCLE, Words.text("health.good"))
            : Notices.inline(
                Meaning.BROKEN, VaadinIcon.CLOSE_CIRCLE, Words.text("health.bad", broken));
    notice.getElement().setAttribute("data-ages", "");
    notice.add(TimeText.ago(at).staleAfter(OLD_SECONDS));
    return notice;
  }

  private static void add(Rows rows, HealthPart part) {
    var name = new Span(part.name());
    var badge =
        part.ok()
            ? new StateBadge(
                Meaning.GOOD, VaadinIcon.CHECK_CIRCLE, () -> Words.text("health.works"))
            : new StateBadge(
                Meaning.BROKEN, VaadinIcon.CLOSE_CIRCLE, () -> Words.text("health.broken"));
    var seen = new Div();
    if (!part.ok()) {
      seen.add(new Paragraph(part.noticed()));
    }
    var detail = new Span(part.detail());
    detail.addClassName("quiet");
    seen.add(detail);
    rows.row(name, badge, seen);
  }
}
