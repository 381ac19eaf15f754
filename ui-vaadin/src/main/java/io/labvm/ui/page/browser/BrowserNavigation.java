package io.labvm.ui.page.browser;

import io.labvm.contract.desktop.DesktopId;

/** The way to the desktop in the browser. */
public final class BrowserNavigation {
  static final String ROUTE = "desktops/:desktop/screen";

  private BrowserNavigation() {}

  /** Address of the desktop's screen, below the root of the portal. */
  public static String path(DesktopId desktop) {
    return "desktops/" + desktop + "/screen";
  }
}
