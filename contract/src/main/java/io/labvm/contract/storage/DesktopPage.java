package io.labvm.contract.storage;

import io.labvm.contract.desktop.DesktopId;
import java.util.List;

/**
 * Some desktops of the store, sorted.
 *
 * @param total how many there are in all
 * @param last whether none comes behind these
 */
public record DesktopPage(List<DesktopId> desktops, long total, boolean last) {
  public DesktopPage {
    desktops = List.copyOf(desktops);
  }
}
