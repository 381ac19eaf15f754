package io.labvm.ui.page.frame;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.i18n.LocaleChangeEvent;
import com.vaadin.flow.i18n.LocaleChangeObserver;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.LiveUpdates;
import io.labvm.ui.common.ProgressRow;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.page.operations.OperationsNavigation;

/** The member's own running operation, above every page; away when none runs. */
final class RunningBar extends Div implements LocaleChangeObserver {
  private static final int RECENT = 10;

  private final Caller caller;
  private final OperationService operations;
  private final ProgressRow row = new ProgressRow();

  RunningBar(Caller caller, OperationService operations, ChangeFeed feed) {
    this.caller = caller;
    this.operations = operations;
    addClassName("running-bar");
    add(row);
    LiveUpdates.follow(this, feed, c -> c.kind() == Change.Kind.OPERATION, this::show);
  }

  @Override
  public void localeChange(LocaleChangeEvent event) {
    show();
  }

  private void show() {
    var open =
        operations.recent(caller, RECENT, getLocale()).stream()
            .filter(o -> !o.state().terminal())
            .findFirst();
    setVisible(open.isPresent());
    open.ifPresent(this::show);
  }

  private void show(OperationView operation) {
    row.show(operation, OperationsNavigation.path(operation.id()));
  }
}
