package io.labvm.ui.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.select.Select;
import io.labvm.ui.texts.PortalTexts;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ContextConfiguration;

/** A portal whose services are kept in memory, in English. */
@ContextConfiguration(classes = {FakePortal.class, PortalTexts.class})
public abstract class PageTest extends SpringBrowserlessTest {
  @Autowired protected FakePortal portal;

  @BeforeEach
  void startAfresh() {
    portal.reset();
    UI.getCurrent().setLocale(PortalTexts.ENGLISH);
  }

  /** All text of the view on the screen. */
  protected String text() {
    return text((Component) getCurrentView());
  }

  protected static String text(Component component) {
    return component.getElement().getTextRecursively();
  }

  /** All text of the dialog on the screen. */
  protected String dialog() {
    return text(find(Dialog.class).single());
  }

  /** Waits for what is asked beside the page. */
  protected void awaitDialog(String wanted) {
    for (long end = System.nanoTime() + 10_000_000_000L; !dialog().contains(wanted); ) {
      assertThat(System.nanoTime()).as(dialog()).isLessThan(end);
      runPendingSignalsTasks();
      Thread.onSpinWait();
    }
  }

  /** The only select with this label. */
  @SuppressWarnings("unchecked")
  protected Select<Object> select(String label) {
    return (Select<Object>) find(Select.class).withLabel(label).single();
  }

  protected static void speakChinese() {
    UI.getCurrent().setLocale(PortalTexts.CHINESE);
  }
}
