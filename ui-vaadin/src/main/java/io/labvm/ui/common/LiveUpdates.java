package io.labvm.ui.common;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import java.util.function.Predicate;

/** Lets a component react to changed rows for as long as it is on the screen. */
public final class LiveUpdates {
  private LiveUpdates() {}

  /**
   * Runs the reaction, with the page locked and pushed afterwards, each time a row changes.
   *
   * @param filter fast; called on the feed's thread
   */
  public static void follow(
      Component owner, ChangeFeed feed, Predicate<Change> filter, Runnable reaction) {
    owner.addAttachListener(
        event -> {
          var ui = event.getUI();
          var subscription = feed.subscribe(filter, changes -> push(ui, reaction));
          owner.addDetachListener(
              detached -> {
                detached.unregisterListener();
                subscription.close();
              });
        });
  }

  private static void push(UI ui, Runnable reaction) {
    try {
      var _ = ui.access(reaction::run);
    } catch (UIDetachedException gone) {
      // The page was closed between the change and this call; there is nobody to tell.
    }
  }
}
