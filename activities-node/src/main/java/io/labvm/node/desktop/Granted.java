package io.labvm.node.desktop;

import io.labvm.node.rundir.DesktopInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a desktop gets at an epoch.
 *
 * @param gpus UUIDs; null for all that the node has
 */
public record Granted(DesktopInput input, @Nullable List<String> gpus) {
  public Granted {
    gpus = gpus == null ? null : List.copyOf(gpus);
  }
}
