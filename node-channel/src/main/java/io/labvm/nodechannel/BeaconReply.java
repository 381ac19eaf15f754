package io.labvm.nodechannel;

import java.util.List;

/**
 * The control plane's answer to a {@link Beacon}, computed in the transaction that stored it.
 *
 * @param desktops one verdict per desktop of the beacon, in its order
 */
public record BeaconReply(List<DesktopVerdict> desktops) {
  public BeaconReply {
    desktops = List.copyOf(Names.present("desktops", desktops));
  }
}
