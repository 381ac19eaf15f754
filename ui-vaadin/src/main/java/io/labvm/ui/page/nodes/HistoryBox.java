package io.labvm.ui.page.nodes;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.labvm.ui.common.HistoryLine;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.nodes.NodeHistory;
import io.labvm.ui.nodes.NodeHistory.GpuPoint;
import io.labvm.ui.nodes.NodeHistory.Point;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The use of one node over time: processors, memory, disk, and each GPU. */
final class HistoryBox extends Div {
  /** Names come from the newest report; a GPU that has none is counted. */
  HistoryBox(NodeHistory history, List<String> gpuNames) {
    addClassName("history");
    List<@Nullable Point> steps = steps(history);
    add(line("nodes.cpu", steps, Point::cpu));
    add(line("nodes.memory", steps, Point::memory));
    add(line("nodes.disk", steps, Point::disk));
    int gpus = history.points().stream().mapToInt(p -> p.gpus().size()).max().orElse(0);
    for (int i = 0; i < gpus; i++) {
      addGpu(i, i < gpuNames.size() ? gpuNames.get(i) : "GPU", steps);
    }
    var axis = new Div(TimeText.at(history.from()), TimeText.at(history.to()));
    axis.addClassName("history-axis");
    add(axis);
  }

  /** One for each step of the range, so that a gap is as wide as it lasted. */
  private static List<@Nullable Point> steps(NodeHistory history) {
    Map<Long, Point> known = new HashMap<>();
    history.points().forEach(p -> known.put(step(p.at(), history), p));
    List<@Nullable Point> steps = new ArrayList<>();
    for (long at = step(history.from(), history); at <= step(history.to(), history); at++) {
      steps.add(known.get(at));
    }
    return steps;
  }

  private static long step(Instant at, NodeHistory history) {
    return at.getEpochSecond() / history.stepSeconds();
  }

  private static HistoryLine line(
      String key, List<@Nullable Point> steps, Function<Point, @Nullable Double> share) {
    return new HistoryLine(Words.text(key), shares(steps, share));
  }

  private static List<@Nullable Double> shares(
      List<@Nullable Point> steps, Function<Point, @Nullable Double> share) {
    List<@Nullable Double> shares = new ArrayList<>();
    steps.forEach(point -> shares.add(point == null ? null : share.apply(point)));
    return shares;
  }

  private void addGpu(int index, String name, List<@Nullable Point> steps) {
    String numbered = index + ": " + name;
    add(new HistoryLine(numbered, shares(steps, gpu(index, GpuPoint::use))));
    add(
        new HistoryLine(
            Words.text("history.gpu-memory", numbered),
            shares(steps, gpu(index, GpuPoint::memory))));
    Function<Point, @Nullable Double> celsius = gpu(index, GpuPoint::celsius);
    Stream<Double> known =
        steps.stream().filter(Objects::nonNull).map(celsius).filter(Objects::nonNull);
    known
        .max(Double::compare)
        .ifPresent(
            most -> add(new Span(Words.text("history.hottest", Quantities.number(most, 0)))));
  }

  private static Function<Point, @Nullable Double> gpu(
      int index, Function<GpuPoint, @Nullable Double> figure) {
    return point -> index < point.gpus().size() ? figure.apply(point.gpus().get(index)) : null;
  }
}
