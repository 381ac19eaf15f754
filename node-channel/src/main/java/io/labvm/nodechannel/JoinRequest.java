package io.labvm.nodechannel;

/**
 * A node asks for its certificate.
 *
 * @param token the one-time token, whole
 * @param csr PKCS#10 request (PEM) that proves possession of the key; its names are not used
 * @param relayHost where gateways reach the node's relay
 * @param sharedMachine true when several nodes divide this machine
 */
public record JoinRequest(
    String token, String node, String csr, String relayHost, int relayPort, boolean sharedMachine) {
  public JoinRequest {
    Names.present("token", token);
    Names.node(node);
    Names.present("csr", csr);
    Names.present("relayHost", relayHost);
    if (relayHost.isBlank() || relayHost.length() > 253) {
      throw new IllegalArgumentException("relayHost must have 1 to 253 characters");
    }
    if (relayPort < 1 || relayPort > 65_535) {
      throw new IllegalArgumentException("relayPort must be 1 to 65535");
    }
  }

  /** Leaves the token out: records are printed into logs. */
  @Override
  public String toString() {
    return "JoinRequest[node=" + node + ", relay=" + relayHost + ":" + relayPort + "]";
  }
}
