package io.labvm.ui.page.versions;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Words;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.versions.VersionPath;
import org.jspecify.annotations.Nullable;

/** A page about a folder of one desktop's past, all of it named by the address. */
abstract class ReadingPage extends Page implements BeforeEnterObserver {
  private @Nullable DesktopId desktop;
  private VersionPath path = VersionPath.ROOT;
  private String behind = "";

  ReadingPage(String titleKey) {
    super(titleKey);
  }

  /** Takes what else the address says. */
  abstract void read(BeforeEnterEvent event);

  /**
   * Draws.
   *
   * @throws ProblemException shown in the page's place
   */
  abstract void show(DesktopId of);

  /** The way to where one comes from. */
  Anchor back(DesktopId of) {
    return new Anchor(VersionsNavigation.path(of), Words.text("versions.back"));
  }

  /** Whose versions; null for an address that names none. */
  final @Nullable DesktopId desktop() {
    return desktop;
  }

  /** The folder. */
  final VersionPath path() {
    return path;
  }

  /** The name behind which a list goes on; null for its beginning. */
  final @Nullable String behind() {
    return behind.isEmpty() ? null : behind;
  }

  @Override
  public final void beforeEnter(BeforeEnterEvent event) {
    desktop = VersionsNavigation.desktop(event);
    behind = VersionsNavigation.parameter(event, "after");
    try {
      path = VersionsNavigation.path(event);
    } catch (ProblemException notAPath) {
      path = VersionPath.ROOT;
    }
    read(event);
    if (isAttached()) {
      draw();
    }
  }

  @Override
  protected final void draw() {
    removeAll();
    DesktopId of = desktop;
    if (of == null) {
      add(new EmptyState(VaadinIcon.DESKTOP, Words.text("versions.no-desktop")));
      return;
    }
    add(back(of));
    try {
      show(of);
    } catch (ProblemException refused) {
      add(VersionTexts.refused(refused));
    }
  }
}
