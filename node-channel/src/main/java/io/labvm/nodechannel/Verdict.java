package io.labvm.nodechannel;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The three things a beacon's answer can say about a desktop. */
public enum Verdict {
  /** Go on; the lease is renewed. */
  @JsonProperty("run")
  RUN,
  /** Stop all its processes by the freezer until told otherwise. */
  @JsonProperty("freeze")
  FREEZE,
  /** Another node or a newer epoch holds it, or it was deleted: end all its processes. */
  @JsonProperty("kill")
  KILL
}
