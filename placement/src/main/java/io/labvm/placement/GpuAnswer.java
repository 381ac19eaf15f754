package io.labvm.placement;

/** Whether a node gives a desktop the GPUs it asked for; the best first. */
public enum GpuAnswer {
  NOW,
  /** It has GPUs, but others have them, or there are not as many. */
  LATER,
  NEVER
}
