package io.labvm.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.textfield.TextField;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConsequencesTest extends ComponentTest {
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void saysWhatHappensIsKeptIsLostAndHowLongItTook() {
    var dialog = stop();
    dialog.open();
    assertThat(text(dialog)).contains("Programs end", "Files", "Unsaved work", "4.2 s");
    test(find(Button.class).withText("Stop the desktop").single()).click();
    assertThat(done).hasValue(1);
    assertThat(dialog.isOpened()).isFalse();
  }

  @Test
  void doesNothingWhenCancelled() {
    var dialog = stop();
    dialog.open();
    test(find(Button.class).withText("Cancel").single()).click();
    assertThat(done).hasValue(0);
    assertThat(dialog.isOpened()).isFalse();
  }

  @Test
  void wantsTheNameTypedWhereDataGoes() {
    stop().typedName("wang").open();
    var confirm = find(Button.class).withText("Stop the desktop").single();
    assertThat(confirm.isEnabled()).isFalse();
    test(find(TextField.class).single()).setValue("Wang");
    assertThat(confirm.isEnabled()).isFalse();
    test(find(TextField.class).single()).setValue(" wang ");
    assertThat(confirm.isEnabled()).isTrue();
  }

  private Consequences stop() {
    return new Consequences("Stop?", "Stop the desktop", done::incrementAndGet)
        .happens("Programs end")
        .kept("Files")
        .lost("Unsaved work")
        .lastTook(Duration.ofMillis(4200));
  }
}
