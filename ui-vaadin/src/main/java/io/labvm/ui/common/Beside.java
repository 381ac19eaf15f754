package io.labvm.ui.common;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks something beside the page, which stays usable while the answer takes its time. */
public final class Beside {
  private static final Logger LOG = LoggerFactory.getLogger(Beside.class);

  private Beside() {}

  /**
   * Asks, and tells the answer with the page locked and pushed afterwards.
   *
   * @param question runs on a thread of its own
   */
  public static <T> void ask(
      UI ui,
      Supplier<T> question,
      Consumer<? super T> answered,
      Consumer<ProblemException> refused) {
    Thread.ofVirtual()
        .name("question")
        .start(() -> tell(ui, reaction(question, answered, refused)));
  }

  private static <T> Runnable reaction(
      Supplier<T> question, Consumer<? super T> answered, Consumer<ProblemException> refused) {
    try {
      T answer = question.get();
      return () -> answered.accept(answer);
    } catch (ProblemException e) {
      return () -> refused.accept(e);
    } catch (RuntimeException e) {
      LOG.warn("a question failed", e);
      var away = ProblemException.of(ProblemCode.UNAVAILABLE, "No answer came.");
      return () -> refused.accept(away);
    }
  }

  private static void tell(UI ui, Runnable reaction) {
    try {
      var _ = ui.access(reaction::run);
    } catch (UIDetachedException gone) {
      // The page was closed meanwhile; there is nobody to tell.
    }
  }
}
