package io.labvm.nodechannel;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the control group of a desktop shows. */
public enum Activity {
  /** At least one process, and not frozen. */
  @JsonProperty("running")
  RUNNING,
  /** At least one process, all of them stopped by the freezer. */
  @JsonProperty("frozen")
  FROZEN,
  /** No process: the control group is empty or absent. Never said on a guess. */
  @JsonProperty("gone")
  GONE
}
