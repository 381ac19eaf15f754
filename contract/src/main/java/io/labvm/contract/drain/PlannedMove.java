package io.labvm.contract.drain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.node.NodeId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a drain would do with one desktop at this moment.
 *
 * @param target null when there is none
 * @param running whether its programs would end
 * @param pauseMillis how long it would be unreachable, as its last switches or those of others
 *     were; 0 of one that does not run, null when nobody has been switched yet
 * @param blocker what stands against it now; null when nothing does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlannedMove(
    DesktopId desktop,
    @Nullable NodeId target,
    boolean running,
    @Nullable Long pauseMillis,
    @Nullable Blocker blocker) {
  /** Why a desktop cannot be moved at this moment. */
  public enum Blocker {
    /** Another operation is in progress: the drain waits for it. */
    BUSY,
    /** No other node takes it. */
    NO_ROOM,
    /** It neither runs nor is it stopped properly: its owner or an admin has to look first. */
    NOT_MOVABLE;

    /** For the API and the texts of the pages. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
