package io.labvm.ui.page.desktop;

import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Consequences;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.DesktopCommand;
import io.labvm.ui.desktops.DesktopService;
import io.labvm.ui.desktops.DesktopView;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.RequestKey;
import io.labvm.ui.problem.ProblemException;
import java.util.UUID;

/** Commands to a desktop, each after a dialog that names what it does where it does harm. */
public final class DesktopActions {
  private final Caller caller;
  private final DesktopService desktops;
  private final OperationService operations;

  public DesktopActions(Caller caller, DesktopService desktops, OperationService operations) {
    this.caller = caller;
    this.desktops = desktops;
    this.operations = operations;
  }

  /** Starts and backs up at once, asks before everything that ends programs or takes data away. */
  public void ask(DesktopView desktop, DesktopCommand command) {
    if (command == DesktopCommand.START || command == DesktopCommand.BACKUP) {
      send(desktop, command, newKey());
      return;
    }
    var name = command.action();
    // One key for the dialog: a second press of the button is the same request.
    var key = newKey();
    var question =
        new Consequences(
                Words.text(name + ".question", desktop.name()),
                Words.text(name + ".verb"),
                () -> send(desktop, command, key))
            .happens(Words.text(name + ".happens"))
            .kept(Words.text(name + ".kept"))
            .lost(Words.text(name + ".lost"))
            .lastTook(operations.lastDuration(caller, desktop.id(), command.kind()).orElse(null));
    if (command == DesktopCommand.DELETE) {
      question.typedName(desktop.name());
    }
    question.open();
  }

  private void send(DesktopView desktop, DesktopCommand command, RequestKey key) {
    try {
      desktops.command(caller, desktop.id(), command, key);
    } catch (ProblemException refused) {
      Notices.refused(refused);
    }
  }

  private static RequestKey newKey() {
    return new RequestKey(UUID.randomUUID().toString());
  }
}
