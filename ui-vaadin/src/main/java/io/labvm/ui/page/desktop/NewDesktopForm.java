package io.labvm.ui.page.desktop;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.i18n.LocaleChangeEvent;
import com.vaadin.flow.i18n.LocaleChangeObserver;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.RegistrationService;
import io.labvm.ui.nodes.NodeService;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.page.creating.CreatingNavigation;
import io.labvm.ui.page.register.DesktopChoice;
import io.labvm.ui.problem.ProblemException;
import java.util.UUID;

/** For a member whose desktop was deleted, or never came to be: a new one, the account is kept. */
final class NewDesktopForm extends Div implements LocaleChangeObserver {
  private final Caller caller;
  private final RegistrationService registrations;
  private final H2 title = new H2();
  private final Paragraph intro = new Paragraph();
  private final DesktopChoice choice;
  private final Button make = new Button();

  /** One key for the form: what is sent twice makes one desktop. */
  private final RequestKey key = new RequestKey(UUID.randomUUID().toString());

  NewDesktopForm(Caller caller, RegistrationService registrations, NodeService nodes) {
    this.caller = caller;
    this.registrations = registrations;
    choice = new DesktopChoice(nodes);
    addClassNames("card", "new-desktop");
    make.addThemeVariants(ButtonVariant.PRIMARY);
    make.setDisableOnClick(true);
    make.addClickListener(event -> send());
    add(title, intro, choice, make);
  }

  @Override
  public void localeChange(LocaleChangeEvent event) {
    title.setText(Words.text("desktop.none.title"));
    intro.setText(Words.text("desktop.none"));
    make.setText(Words.text("desktop.make"));
    choice.draw(event.getLocale());
  }

  private void send() {
    try {
      var accepted = registrations.another(caller, choice.chosen(), key);
      getUI().ifPresent(ui -> ui.navigate(CreatingNavigation.path(accepted.operation())));
    } catch (ProblemException refused) {
      Notices.refused(refused);
      make.setEnabled(true);
    }
  }
}
