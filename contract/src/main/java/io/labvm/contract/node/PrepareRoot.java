package io.labvm.contract.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.UpperId;
import io.labvm.contract.store.BaseId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A root to mount: base and upper. {@code create} says that the upper may be new; without it a
 * missing upper fails with UPPER_MISSING, since it would mean lost files.
 *
 * @param layers between base and upper, top first
 * @param newIdentity whether what tells this machine from others (SSH host keys, machine id) is
 *     taken out of a new upper's view, so that it is made anew
 */
public record PrepareRoot(
    DesktopId desktop,
    long epoch,
    BaseId base,
    UpperId upper,
    boolean create,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> layers,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean newIdentity) {
  public PrepareRoot {
    layers = copy(layers);
  }

  /** An upper right over its base. */
  public PrepareRoot(DesktopId desktop, long epoch, BaseId base, UpperId upper, boolean create) {
    this(desktop, epoch, base, upper, create, List.of(), false);
  }

  /** Whoever wrote it before there were layers named none. */
  private static List<String> copy(@Nullable List<String> layers) {
    return layers == null ? List.of() : List.copyOf(layers);
  }
}
