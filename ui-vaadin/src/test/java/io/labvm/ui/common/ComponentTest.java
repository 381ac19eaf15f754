package io.labvm.ui.common;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import io.labvm.ui.page.FakePortal;
import io.labvm.ui.texts.PortalTexts;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.test.context.ContextConfiguration;

/** A page to put components on, in English. */
@ContextConfiguration(classes = {FakePortal.class, PortalTexts.class})
abstract class ComponentTest extends SpringBrowserlessTest {
  @BeforeEach
  void speakEnglish() {
    UI.getCurrent().setLocale(PortalTexts.ENGLISH);
  }

  static <T extends Component> T shown(T component) {
    UI.getCurrent().add(component);
    return component;
  }

  static String text(Component component) {
    return component.getElement().getTextRecursively();
  }
}
