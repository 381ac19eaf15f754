package io.labvm.ui.page.nodes;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.Words;
import io.labvm.ui.nodes.NodeView;
import io.labvm.ui.nodes.NodeView.Figures;
import io.labvm.ui.nodes.NodeView.GpuUse;
import io.labvm.ui.nodes.NodeView.GpuView;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Many nodes on one screen: a line for each, a cell for each figure and each GPU, coloured by its
 * load. One property holds all of it and the browser draws the cells, since thousands of components
 * that change every second would cost more than the figures.
 */
@Tag("labvm-heat")
@JsModule("context://labvm/labvm-elements.js")
final class HeatGrid extends Component {
  private static final String NODE = "event.detail";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * @param chosen gets the id of a node that somebody wants to see
   */
  HeatGrid(Consumer<String> chosen) {
    getElement()
        .addEventListener(
            "labvm-chosen", event -> chosen.accept(event.getEventData().get(NODE).asString()))
        .addEventData(NODE);
  }

  /** A line; times in epoch milliseconds, null before the first report. */
  private record Line(
      String id,
      String state,
      String meaning,
      String desktops,
      @Nullable String at,
      List<Cell> figures,
      List<Cell> gpus,
      String none) {}

  /**
   * One figure.
   *
   * @param share 0 to 1; null when it is not known
   * @param label all of it in words
   */
  private record Cell(@Nullable Double share, String text, String label) {}

  /** What stands above the lines. */
  private record Heads(String node, List<String> figures, String gpus, String stale) {}

  /** Shows these nodes, in this order. */
  void show(List<NodeView> nodes) {
    var heads =
        new Heads(
            Words.text("nodes.node"),
            List.of(Words.text("nodes.cpu"), Words.text("nodes.memory"), Words.text("nodes.disk")),
            Words.text("nodes.gpus"),
            Words.text("nodes.stale"));
    getElement().setProperty("heads", JSON.writeValueAsString(heads));
    getElement()
        .setProperty("lines", JSON.writeValueAsString(nodes.stream().map(HeatGrid::line).toList()));
  }

  private static Line line(NodeView node) {
    StateBadge badge = NodeCard.badge(node.state());
    Figures now = node.figures();
    return new Line(
        node.id(),
        badge.word(),
        String.join(" ", badge.getClassNames()),
        Words.text("nodes.desktops", node.desktops()),
        now == null ? null : now.at().toString(),
        now == null ? List.of() : figures(now),
        now == null ? List.of() : gpus(now),
        none(now));
  }

  private static String none(@Nullable Figures now) {
    if (now == null) {
      return Words.text("nodes.never");
    }
    return now.gpuProblem() == null
        ? Words.text("nodes.gpus.none")
        : Words.text("nodes.gpus.problem", now.gpuProblem());
  }

  private static List<Cell> figures(Figures now) {
    return List.of(
        cell("nodes.cpu", now.cpuLoad(), Quantities.cpus(now.cpus())),
        part("nodes.memory", now.memoryUsedBytes(), now.memoryTotalBytes()),
        part("nodes.disk", now.diskTotalBytes() - now.diskFreeBytes(), now.diskTotalBytes()));
  }

  private static Cell part(String key, long used, long total) {
    return total <= 0
        ? new Cell(null, "–", Words.text(key) + ": " + Words.text("meter.none"))
        : cell(key, (double) used / total, Quantities.bytesOf(used, total));
  }

  private static Cell cell(String key, double share, String more) {
    String percent = Quantities.percent(share);
    return new Cell(share(share), percent, Words.text(key) + ": " + percent + " · " + more);
  }

  private static List<Cell> gpus(Figures now) {
    return IntStream.range(0, now.gpus().size()).mapToObj(i -> gpu(i, now.gpus().get(i))).toList();
  }

  /** As busy as the busier of its processors and its memory: a full GPU takes nobody else. */
  private static Cell gpu(int number, GpuView gpu) {
    Double use = gpu.utilisation();
    String percent = use == null ? Words.text("meter.none") : Quantities.percent(use);
    String label =
        "%d: %s · %s · %s%s"
            .formatted(
                number,
                gpu.name(),
                percent,
                Quantities.bytesOf(gpu.memoryUsedBytes(), gpu.memoryTotalBytes()),
                owners(gpu));
    return new Cell(use == null ? null : share(Math.max(use, memory(gpu))), number(use), label);
  }

  private static String number(@Nullable Double use) {
    return use == null ? "–" : Long.toString(Math.round(use * 100));
  }

  private static double memory(GpuView gpu) {
    return gpu.memoryTotalBytes() <= 0
        ? 0
        : (double) gpu.memoryUsedBytes() / gpu.memoryTotalBytes();
  }

  private static String owners(GpuView gpu) {
    String owners =
        gpu.processes().stream()
            .map(GpuUse::login)
            .filter(Objects::nonNull)
            .distinct()
            .collect(Collectors.joining(", "));
    return owners.isEmpty() ? "" : " · " + owners;
  }

  /** Two decimals: colours need no more. */
  private static double share(double share) {
    return Math.round(Math.clamp(share, 0, 1) * 100) / 100.0;
  }
}
