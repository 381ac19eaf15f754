package io.labvm.nodechannel;

/**
 * The answer to a {@link JoinRequest}; all three are PEM.
 *
 * @param certificate the node's certificate
 * @param ca the cluster CA's certificate
 * @param ticketKey public key of the tickets that the node's relay accepts
 */
public record JoinReply(String certificate, String ca, String ticketKey) {
  public JoinReply {
    Names.present("certificate", certificate);
    Names.present("ca", ca);
    Names.present("ticketKey", ticketKey);
  }
}
