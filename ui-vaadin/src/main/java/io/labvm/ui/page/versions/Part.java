package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A part of a page, drawn anew only when what it shows has changed: focus and forms stay. */
final class Part extends Div {
  private @Nullable Object shown;

  /**
   * Shows something, if it differs from what is shown.
   *
   * @param what compared with what was shown before
   */
  void show(Object what, Supplier<? extends Component> drawing) {
    setVisible(true);
    if (!what.equals(shown)) {
      shown = what;
      removeAll();
      add(drawing.get());
    }
  }

  /** Shows nothing. */
  void clear() {
    forget();
    removeAll();
    setVisible(false);
  }

  /** Draws the next time whatever is shown then. */
  void forget() {
    shown = null;
  }
}
