package io.labvm.nodechannel;

import java.util.List;

/**
 * What a guard tells the control plane every two seconds.
 *
 * @param node the sender; must be the common name of its certificate
 * @param bootId the kernel's boot id: another one means that nothing of before runs any more
 * @param sentAtBoot milliseconds of CLOCK_BOOTTIME when it was sent; orders beacons of one boot
 * @param agentAgeMillis age of the node agent's own sign of life, -1 when there is none
 * @param desktops every desktop this node holds or that runs here, at most {@value #MAX_DESKTOPS}
 */
public record Beacon(
    String node, String bootId, long sentAtBoot, long agentAgeMillis, List<HeldDesktop> desktops) {
  /** Keeps a full beacon within the channel's body limit of 64 KiB. */
  public static final int MAX_DESKTOPS = 300;

  public Beacon {
    Names.node(node);
    Names.present("bootId", bootId);
    if (bootId.length() > 64) {
      throw new IllegalArgumentException("bootId is longer than 64 characters");
    }
    desktops = List.copyOf(Names.present("desktops", desktops));
    if (desktops.size() > MAX_DESKTOPS) {
      throw new IllegalArgumentException("more than " + MAX_DESKTOPS + " desktops");
    }
  }
}
