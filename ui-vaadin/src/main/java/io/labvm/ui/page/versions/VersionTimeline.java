package io.labvm.ui.page.versions;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasComponents;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.NativeButton;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.Words;
import io.labvm.ui.versions.VersionView;
import java.util.List;

/**
 * Days as rows, versions as dots sized by what changed, in the browser's time zone. A dot leads to
 * the version's row in the table, which says the same in words.
 */
@Tag("labvm-timeline")
@JsModule("context://labvm/labvm-elements.js")
final class VersionTimeline extends Component implements HasComponents {
  private static final int SMALLEST = 8;
  private static final int LARGEST = 18;

  VersionTimeline(List<VersionView> versions) {
    getElement().setAttribute("role", "group");
    getElement().setAttribute("aria-label", Words.text("versions.timeline"));
    versions.forEach(version -> add(dot(version)));
  }

  /** What the row of a version is found by. */
  static String id(long version) {
    return "version-" + version;
  }

  private static NativeButton dot(VersionView version) {
    var dot = new NativeButton();
    dot.addClassName("dot");
    dot.setClassName("pinned", version.pinned());
    dot.setClassName("damaged", version.damaged());
    dot.setClassName("before", version.trigger().equals("before-restore"));
    var element = dot.getElement();
    element.setAttribute("data-at", version.time().toString());
    element.setAttribute("data-row", id(version.version()));
    element.setAttribute("data-text", text(version));
    element.getStyle().set("--size", size(version.bytes()) + "px");
    return dot;
  }

  private static String text(VersionView version) {
    String said =
        String.join(
            " · ",
            Words.text("versions.number", version.version()),
            VersionTexts.trigger(version.trigger()),
            Quantities.bytes(version.bytes()));
    return version.label().isEmpty() ? said : said + " · " + version.label();
  }

  /** Two pixels more for each tenfold size from 10 KiB on. */
  private static int size(long bytes) {
    double tens = Math.log10(Math.max(1, (double) bytes / 10_240));
    return (int) Math.min(LARGEST, SMALLEST + Math.round(2 * tens));
  }
}
