package io.labvm.e2e;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A fault point of a running desktop's switch.
 *
 * @param part of the switch, since some activities come twice
 * @param point as the product names it
 */
record SwitchPlace(Part part, String point) {
  /** The last moment at which the desktop still writes on the node it leaves. */
  static final String BEFORE_PAUSE = "Control.Withdraw.before";

  private static final String BEFORE_END = "Control.Route.before";

  /** What a switch does one after another. */
  enum Part {
    RUNNING,
    PAUSE,
    AFTERWARDS
  }

  /**
   * All of one side of the steps.
   *
   * @param side {@code .before} or {@code .after}
   */
  static List<SwitchPlace> all(String side) {
    return Stream.of(Part.values())
        .flatMap(part -> steps(part).stream().map(step -> new SwitchPlace(part, step + side)))
        .toList();
  }

  private static List<String> steps(Part part) {
    return switch (part) {
      case RUNNING ->
          List.of(
              "Control.ChooseTarget",
              "NodeIo.FetchBase",
              "NodeIo.Capture",
              "Store.Seal",
              "Control.ProjectVersion",
              "Store.Stack",
              "NodeIo.FetchLayers",
              "Control.Withdraw");
      case PAUSE ->
          List.of(
              "Node.RemoveContainer",
              "Node.ReleaseRoot",
              "NodeIo.Capture",
              "Store.Seal",
              "Store.VerifyVersion",
              "Control.ProjectVersion",
              "NodeIo.FetchBase",
              "Store.TakeEpoch",
              "Control.Assign",
              "NodeIo.FetchLayers",
              "Node.PrepareRoot",
              "Node.RunContainer",
              "Node.AwaitVnc",
              "Control.Route");
      case AFTERWARDS -> List.of("Node.ReleaseRoot");
    };
  }

  /** Fault points to be held one after another, the last of them this one. */
  List<String> way() {
    return switch (part) {
      case RUNNING -> List.of(point);
      case PAUSE -> List.of(BEFORE_PAUSE, point);
      case AFTERWARDS -> List.of(BEFORE_PAUSE, BEFORE_END, point);
    };
  }

  @Override
  public String toString() {
    return part.name().toLowerCase(Locale.ROOT) + " " + point;
  }
}
