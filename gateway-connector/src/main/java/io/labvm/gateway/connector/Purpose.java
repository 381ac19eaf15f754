package io.labvm.gateway.connector;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which service of a desktop a connection is for. */
public enum Purpose {
  /** The RFB socket of its X server. */
  @JsonProperty("vnc")
  VNC,
  /** Its SSH server. */
  @JsonProperty("ssh")
  SSH
}
