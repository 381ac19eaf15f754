package io.labvm.ui.page.frame;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinSession;
import io.labvm.ui.accounts.Account;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.common.Words;
import io.labvm.ui.texts.PortalTexts;
import jakarta.servlet.http.Cookie;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Chooses the language of a session: the account's; before signing in the one last chosen in this
 * browser, else the browser's own.
 */
@Component
class LanguageKeeper implements VaadinServiceInitListener {
  static final String COOKIE = "labvm-language";
  private static final String CHOSEN_FOR = LanguageKeeper.class.getName();
  private static final String NOBODY = "nobody";

  private final CurrentAccount current;

  LanguageKeeper(CurrentAccount current) {
    this.current = current;
  }

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event.getSource().addUIInitListener(init -> choose(init.getUI()));
  }

  private void choose(UI ui) {
    var session = ui.getSession();
    var account = current.find();
    var who = account.map(a -> a.id().value()).orElse(NOBODY);
    if (!who.equals(session.getAttribute(CHOSEN_FOR))) {
      session.setAttribute(CHOSEN_FOR, who);
      session.setLocale(language(account, session));
      ui.setLocale(session.getLocale());
    }
    sayWhenLost(ui);
  }

  private static Locale language(Optional<Account> account, VaadinSession session) {
    return account
        .map(a -> PortalTexts.ofAccount(a.language()))
        .or(LanguageKeeper::remembered)
        .orElseGet(() -> PortalTexts.nearest(session.getLocale()));
  }

  private static Optional<Locale> remembered() {
    var request = VaadinRequest.getCurrent();
    if (request == null || request.getCookies() == null) {
      return Optional.empty();
    }
    return Arrays.stream(request.getCookies())
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .map(Cookie::getValue)
        .map(PortalTexts::ofAccount)
        .findFirst();
  }

  static void sayWhenLost(UI ui) {
    var dialog = ui.getReconnectDialogConfiguration();
    dialog.setDialogText(Words.text("frame.gone"));
    dialog.setDialogTextGaveUp(Words.text("frame.gave-up"));
    // Keeps trying for half an hour: a restart of the portal takes seconds, an update minutes.
    dialog.setReconnectAttempts(600);
    dialog.setReconnectInterval(3000);
  }
}
