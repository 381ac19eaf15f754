package io.labvm.nodechannel;

import java.util.List;

/**
 * Desktops by their ids, as a question about them and as its answer.
 *
 * @param desktops at most {@value #MOST}
 */
public record DesktopNames(List<String> desktops) {
  /** So many fit into one message. */
  public static final int MOST = 500;

  public DesktopNames {
    desktops = List.copyOf(Names.present("desktops", desktops));
    if (desktops.size() > MOST) {
      throw new IllegalArgumentException("more than " + MOST + " desktops");
    }
    desktops.forEach(Names::desktop);
  }
}
