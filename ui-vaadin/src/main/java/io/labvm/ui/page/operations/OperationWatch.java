package io.labvm.ui.page.operations;

import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.shared.Registration;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationState;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.LiveUpdates;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.problem.ProblemException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rereads one operation when it changes, and every second while it runs, since only a look finds
 * the progress of a step. An invisible part of the page that shows it.
 */
public final class OperationWatch extends Span {
  private static final int LOOK_MILLIS = 1000;
  private static final int NEVER = -1;

  private final Caller caller;
  private final OperationService operations;
  private final OperationId id;
  private @Nullable OperationView shown;
  private Consumer<OperationView> listener = view -> {};

  public OperationWatch(Caller caller, OperationService operations, OperationId id) {
    this.caller = caller;
    this.operations = operations;
    this.id = id;
    addClassName("only-read");
    getElement().setAttribute("aria-hidden", "true");
  }

  /** Tells the listener each new state of the operation, for as long as this is attached. */
  public void follow(ChangeFeed feed, Consumer<OperationView> newListener) {
    listener = newListener;
    LiveUpdates.follow(this, feed, c -> c.concerns(Change.Kind.OPERATION, id.value()), this::look);
    addAttachListener(
        event -> {
          var ui = event.getUI();
          Registration polls = ui.addPollListener(poll -> look());
          addDetachListener(
              detached -> {
                detached.unregisterListener();
                polls.remove();
                ui.setPollInterval(NEVER);
              });
        });
  }

  /** Reads anew and tells the listener; false when there is no such operation for this caller. */
  public boolean refresh() {
    shown = null;
    return look();
  }

  private boolean look() {
    OperationView now;
    try {
      now = operations.get(caller, id, getLocale());
    } catch (ProblemException unknown) {
      return false;
    }
    var running = now.state() == OperationState.RUNNING;
    getUI().ifPresent(ui -> ui.setPollInterval(running ? LOOK_MILLIS : NEVER));
    if (!now.equals(shown)) {
      shown = now;
      listener.accept(now);
    }
    return true;
  }
}
