package io.labvm.ui.page.nodes;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.labvm.contract.drain.DrainState;
import io.labvm.contract.drain.DrainWish;
import io.labvm.contract.drain.MoveState;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Words;
import io.labvm.ui.drains.DrainService;
import io.labvm.ui.drains.DrainView;
import io.labvm.ui.problem.ProblemException;

/** How far a drain of a node is, which desktops stay and why, and what can be done about it. */
final class DrainBox extends Div {
  private static final int AT_ONCE = 2;

  private final Caller caller;
  private final DrainService drains;

  DrainBox(Caller caller, DrainService drains) {
    this.caller = caller;
    this.drains = drains;
    addClassName("drain");
    getElement().setAttribute("role", "status").setAttribute("aria-live", "polite");
  }

  void show(String node, boolean shown) {
    removeAll();
    setVisible(shown);
    if (shown) {
      drains.last(caller, node).ifPresent(this::show);
    }
  }

  private void show(DrainView drain) {
    add(new Span(sentence(drain)));
    if (!drain.state().terminal()) {
      var bar = new ProgressBar();
      bar.setIndeterminate(drain.moves().isEmpty());
      bar.setValue(drain.moves().isEmpty() ? 0 : (double) drain.done() / drain.moves().size());
      add(bar);
    }
    drain.moves().stream()
        .filter(m -> m.state() == MoveState.LEFT || m.state() == MoveState.MOVING)
        .forEach(m -> add(line(m)));
    var actions = new Div();
    actions.addClassName("actions");
    if (drain.state().terminal()) {
      if (drain.count(MoveState.MOVED) > 0) {
        actions.add(button("drain.home", () -> home(drain.node())));
      }
    } else if (drain.wish() != DrainWish.CANCEL) {
      boolean paused = drain.wish() == DrainWish.PAUSE;
      actions.add(
          paused
              ? wish("drain.resume", drain, DrainWish.GO_ON)
              : wish("drain.pause", drain, DrainWish.PAUSE),
          wish("drain.cancel", drain, DrainWish.CANCEL));
    }
    add(actions);
  }

  private static String sentence(DrainView drain) {
    String state =
        drain.state() == DrainState.RUNNING && drain.wish() != DrainWish.GO_ON
            ? drain.wish().wire()
            : drain.state().wire();
    String key = (drain.home() ? "drain.home." : "drain.away.") + state;
    return Words.text(key, drain.count(MoveState.MOVED), drain.moves().size());
  }

  private static Div line(DrainView.Move move) {
    String who = move.login() == null ? move.desktop().value() : move.login();
    String reason = move.reason();
    var line = new Div(who + ": " + (reason == null ? Words.text("drain.moving") : reason));
    line.addClassName("quiet");
    return line;
  }

  private Button wish(String key, DrainView drain, DrainWish wish) {
    return button(key, () -> drains.wish(caller, drain.node(), wish));
  }

  private void home(String node) {
    var _ = drains.bringHome(caller, node, AT_ONCE);
  }

  private static Button button(String key, Runnable action) {
    return new Button(
        Words.text(key),
        event -> {
          try {
            action.run();
          } catch (ProblemException refused) {
            Notices.refused(refused);
          }
        });
  }
}
