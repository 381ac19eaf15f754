package io.labvm.workflows.operation;

import org.jspecify.annotations.Nullable;

/** Every step of every operation: its stable name, and the activity whose progress it shows. */
enum StepName {
  APPROVAL("approval", null),
  PLACE("place", "Control.Place"),
  STORE("store", "Store.CreateDesktop"),
  BASE("base", "NodeIo.FetchBase"),
  EPOCH("epoch", "Store.TakeEpoch"),
  LAYERS("layers", "NodeIo.FetchLayers"),
  ROOT("root", "Node.PrepareRoot"),
  CONTAINER("container", "Node.RunContainer"),
  VNC("vnc", "Node.AwaitVnc"),
  ADDRESS("address", "Control.Route"),
  WITHDRAW("address", "Control.Withdraw"),
  REMOVE_CONTAINER("container", "Node.RemoveContainer"),
  RELEASE_ROOT("root", "Node.ReleaseRoot"),
  TRASH("store", "Store.DeleteDesktop"),
  FORGET("forget", "Control.Forget"),
  SESSION("session", "Node.RestartSession"),
  SECRET("secret", "Node.RefreshSecrets"),
  CAPTURE("capture", "NodeIo.Capture"),
  SEAL("seal", "Store.Seal"),
  VERIFY("verify", "Store.VerifyVersion"),
  VERSION("version", "Control.ProjectVersion"),
  PREFETCH("prefetch", "NodeIo.FetchLayers"),
  DISCONNECT("disconnect", "Control.Withdraw"),
  HALT("halt", "Node.RemoveContainer"),
  DETACH("detach", "Node.ReleaseRoot"),
  RESTORE("restore", "Store.Restore"),
  RESTORED("restored", "Control.ProjectVersion"),
  COPY("copy", "NodeIo.CopyBack"),
  TARGET("target", "Control.ChooseTarget"),
  AHEAD("ahead", "NodeIo.Capture"),
  AHEAD_SEAL("ahead-seal", "Store.Seal"),
  FENCE("fence", null),
  WARM_BASE("warm-base", "NodeIo.FetchBase"),
  CLEAR("clear", "Node.ReleaseRoot"),
  ROOM("room", "Control.Promise"),
  LIMITS("limits", "Node.ApplyLimits");

  private final String wire;
  private final @Nullable String activityType;

  StepName(String wire, @Nullable String activityType) {
    this.wire = wire;
    this.activityType = activityType;
  }

  String wire() {
    return wire;
  }

  @Nullable String activityType() {
    return activityType;
  }
}
