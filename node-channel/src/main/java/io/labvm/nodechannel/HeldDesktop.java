package io.labvm.nodechannel;

import org.jspecify.annotations.Nullable;

/**
 * One desktop as the node holds it.
 *
 * @param epoch the fencing number under which the node prepared it
 * @param upper the upper's id; null when the node no longer knows it but something runs
 * @param activity what its control group shows
 */
public record HeldDesktop(String desktop, long epoch, @Nullable String upper, Activity activity) {
  public HeldDesktop {
    Names.desktop(desktop);
    Names.present("activity", activity);
    if (upper != null && upper.length() > 64) {
      throw new IllegalArgumentException("upper is longer than 64 characters");
    }
  }
}
