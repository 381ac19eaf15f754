package io.labvm.contract.desktop;

import java.util.Objects;

/** What a desktop was forked from. */
public record Origin(DesktopId desktop, long version) {
  public Origin {
    Objects.requireNonNull(desktop, "desktop");
  }
}
