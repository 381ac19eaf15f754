package io.labvm.ui.page.versions;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.contract.operation.OperationId;
import io.labvm.contract.operation.OperationResult;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.ErrorPanel;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.ProgressRow;
import io.labvm.ui.common.Words;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.OperationView;
import io.labvm.ui.page.operations.OperationWatch;
import io.labvm.ui.page.operations.OperationsNavigation;
import io.labvm.ui.versions.VersionPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was asked of a desktop's versions: while it runs its step, then what came of it. */
final class TravelProgress extends Div {
  private final Caller caller;
  private final OperationService operations;
  private final ChangeFeed feed;
  private final Div words = new Div();
  private @Nullable OperationId followed;
  private @Nullable OperationWatch watch;
  private List<?> shown = List.of();

  TravelProgress(Caller caller, OperationService operations, ChangeFeed feed) {
    this.caller = caller;
    this.operations = operations;
    this.feed = feed;
    words.addClassName("page-part");
    setVisible(false);
  }

  /** Shows this operation, live, until another one is asked for. */
  void follow(OperationId operation) {
    if (operation.equals(followed)) {
      return;
    }
    followed = operation;
    removeAll();
    var next = new OperationWatch(caller, operations, operation);
    next.follow(feed, this::show);
    watch = next;
    add(next, words);
    setVisible(true);
    draw();
  }

  /** Says it anew, in the present language. */
  void draw() {
    shown = List.of();
    if (watch != null) {
      setVisible(watch.refresh());
    }
  }

  private void show(OperationView operation) {
    List<?> now = told(operation);
    if (now.equals(shown)) {
      return;
    }
    shown = now;
    words.removeAll();
    var error = operation.error();
    if (error != null && operation.state().terminal()) {
      words.add(new ErrorPanel(error, operation.id()));
      return;
    }
    words.add(new ProgressRow().show(operation, OperationsNavigation.path(operation.id())));
    OperationResult result = operation.result();
    String outcome = result == null ? null : outcome(result);
    if (outcome != null) {
      words.add(Notices.inline(Meaning.GOOD, VaadinIcon.CHECK_CIRCLE, outcome));
    }
  }

  /** What is said; not the seconds, which the browser counts by itself. */
  private static List<?> told(OperationView operation) {
    return List.of(
        operation.state(),
        operation.steps().stream().map(s -> List.of(s.name(), s.state(), s.attempts())).toList(),
        operation.steps().stream().map(s -> String.valueOf(s.progress())).toList(),
        String.valueOf(operation.result()));
  }

  /** Null for a restore, which its undo speaks of. */
  private static @Nullable String outcome(OperationResult result) {
    String path = result.path();
    if (path != null) {
      var where = VersionPath.of(path.replaceFirst("^/+", ""), null);
      return Words.text("files.back.done", where);
    }
    if (result.undo() != null) {
      return null;
    }
    String key = result.created() ? "versions.made" : "versions.nothing-new";
    return Words.text(key, result.version());
  }
}
