package io.labvm.ui.page.nodes;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.common.FigureAge;
import io.labvm.ui.common.Meaning;
import io.labvm.ui.common.Meter;
import io.labvm.ui.common.Notices;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.Sparkline;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.Words;
import io.labvm.ui.drains.DrainService;
import io.labvm.ui.gpus.GpuMode;
import io.labvm.ui.gpus.GpuService;
import io.labvm.ui.gpus.NodeGpus;
import io.labvm.ui.nodes.HistoryRange;
import io.labvm.ui.nodes.NodeService;
import io.labvm.ui.nodes.NodeState;
import io.labvm.ui.nodes.NodeView;
import io.labvm.ui.nodes.NodeView.Figures;
import io.labvm.ui.nodes.NodeView.GpuUse;
import io.labvm.ui.nodes.NodeView.GpuView;
import io.labvm.ui.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One node: state, desktops, load, GPUs; figures that are too old are greyed. */
final class NodeCard extends Div {
  private final Caller caller;
  private final NodeService nodes;
  private final DrainService drains;
  private final GpuService given;
  private final Div head = new Div();
  private final Div notices = new Div();
  private final Div figuresBox = new Div();
  private final Meter cpu = new Meter();
  private final Sparkline cpuLine = new Sparkline();
  private final Meter memory = new Meter();
  private final Meter disk = new Meter();
  private final Div gpus = new Div();
  private final DrainBox drain;
  private final Div foot = new Div();
  private final Div actions = new Div();
  private final Div past = new Div();
  private @Nullable Instant drawn;
  private @Nullable HistoryRange pastRange;
  private @Nullable Instant pastDrawn;

  NodeCard(Caller caller, NodeService nodes, DrainService drains, GpuService given) {
    this.caller = caller;
    this.nodes = nodes;
    this.drains = drains;
    this.given = given;
    drain = new DrainBox(caller, drains);
    addClassName("card");
    head.addClassName("card-head");
    figuresBox.addClassName("figures");
    gpus.addClassName("gpus");
    getElement().setAttribute("data-ages", "");
    figuresBox.add(cpu, cpuLine, memory, disk, gpus);
    foot.addClassName("quiet");
    actions.addClassName("actions");
    add(head, notices, figuresBox, past, foot, drain, actions);
  }

  /**
   * Shows the newest figures, and how it was used before.
   *
   * @param owners how it gives its GPUs
   * @param range how far back; null for not at all
   */
  void show(NodeView node, NodeGpus owners, @Nullable HistoryRange range) {
    showPast(node, range);
    showHead(node);
    showNotices(node);
    var figures = node.figures();
    foot.removeAll();
    if (figures == null) {
      showNothing();
    } else {
      showFigures(figures, owners);
    }
    drain.show(node.id(), caller.admin() && node.drain());
    actions.removeAll();
    if (caller.admin()) {
      showActions(node);
      if (figures != null && !figures.gpus().isEmpty()) {
        actions.add(modeButton(node, owners.mode()));
      }
    }
  }

  /** Drawn anew when a step has passed: a report comes more often. */
  private void showPast(NodeView node, @Nullable HistoryRange range) {
    Instant now = Instant.now();
    boolean fresh = pastDrawn != null && range != null && pastDrawn.plus(range.step()).isAfter(now);
    if (range == pastRange && (range == null || fresh)) {
      return;
    }
    past.removeAll();
    pastRange = range;
    pastDrawn = now;
    if (range != null) {
      var figures = node.figures();
      past.add(
          new HistoryBox(
              nodes.history(caller, node.id(), range),
              figures == null ? List.of() : figures.gpus().stream().map(GpuView::name).toList()));
    }
  }

  private void showActions(NodeView node) {
    if (node.state() == NodeState.DRAINING) {
      return;
    }
    actions.add(cordonButton(node));
    if (node.state() != NodeState.MAINTENANCE) {
      actions.add(
          new Button(
              Words.text("drain.button"),
              event -> new DrainDialog(caller, drains, node.id()).open()));
    }
  }

  private void showHead(NodeView node) {
    head.removeAll();
    head.add(new H2(node.id()), badge(node.state()));
    if (node.sharedMachine()) {
      var shared = new Span(Words.text("nodes.shared"));
      shared.addClassName("quiet");
      shared.setTitle(Words.text("nodes.shared.help"));
      head.add(shared);
    }
    var desktops = new Span(Words.text("nodes.desktops", node.desktops()));
    desktops.addClassName("quiet");
    head.add(desktops);
  }

  /** The state of a node as a badge. */
  static StateBadge badge(NodeState state) {
    return switch (state) {
      case UP -> badge(state, Meaning.GOOD, VaadinIcon.CHECK_CIRCLE);
      case CORDONED -> badge(state, Meaning.NEUTRAL, VaadinIcon.PAUSE);
      case DRAINING -> badge(state, Meaning.ATTENTION, VaadinIcon.SIGN_OUT);
      case MAINTENANCE -> badge(state, Meaning.NEUTRAL, VaadinIcon.WRENCH);
      case AGENT_MISSING -> badge(state, Meaning.ATTENTION, VaadinIcon.WARNING);
      case LOST -> badge(state, Meaning.BROKEN, VaadinIcon.UNLINK);
    };
  }

  private static StateBadge badge(NodeState state, Meaning meaning, VaadinIcon icon) {
    return new StateBadge(meaning, icon, () -> Words.text("node-state." + state.wire()));
  }

  private void showNotices(NodeView node) {
    notices.removeAll();
    if (node.state() == NodeState.LOST) {
      notices.add(Notices.inline(Meaning.BROKEN, VaadinIcon.UNLINK, Words.text("nodes.lost")));
    } else if (node.state() == NodeState.AGENT_MISSING) {
      notices.add(
          Notices.inline(Meaning.ATTENTION, VaadinIcon.WARNING, Words.text("nodes.agent-missing")));
    }
    notices.setVisible(notices.getComponentCount() > 0);
  }

  private void showNothing() {
    cpu.showNothing(Words.text("nodes.cpu"));
    memory.showNothing(Words.text("nodes.memory"));
    disk.showNothing(Words.text("nodes.disk"));
    foot.add(new Span(Words.text("nodes.never")));
  }

  private void showFigures(Figures now, NodeGpus owners) {
    var cpuName = Words.text("nodes.cpu");
    var cpus = Quantities.cpus(now.cpus());
    cpu.show(cpuName, now.cpuLoad(), Quantities.percent(now.cpuLoad()) + " · " + cpus);
    if (!now.at().equals(drawn)) {
      drawn = now.at();
      cpuLine.add(cpuName, now.cpuLoad());
    }
    share(memory, "nodes.memory", now.memoryUsedBytes(), now.memoryTotalBytes());
    share(disk, "nodes.disk", now.diskTotalBytes() - now.diskFreeBytes(), now.diskTotalBytes());
    showGpus(now, owners);
    foot.add(
        FigureAge.of(now.at()),
        new Div(Words.text("nodes.engine", now.engineVersion(), now.kernel())));
  }

  private static void share(Meter meter, String key, long used, long total) {
    if (total <= 0) {
      meter.showNothing(Words.text(key));
    } else {
      meter.show(Words.text(key), (double) used / total, Quantities.bytesOf(used, total));
    }
  }

  private void showGpus(Figures now, NodeGpus owners) {
    gpus.removeAll();
    for (var gpu : now.gpus()) {
      gpus.add(gpu(gpu, owners));
    }
    if (!now.gpus().isEmpty()) {
      gpus.add(quiet(Words.text("gpus.mode." + owners.mode().wire(), owners.waiting())));
    }
    if (now.gpuWayProblem() != null) {
      gpus.add(
          Notices.inline(
              Meaning.ATTENTION,
              VaadinIcon.WARNING,
              Words.text("nodes.gpus.way-problem", now.gpuWayProblem())));
    }
    if (now.gpuProblem() != null) {
      gpus.add(
          Notices.inline(
              Meaning.BROKEN,
              VaadinIcon.WARNING,
              Words.text("nodes.gpus.problem", now.gpuProblem())));
    } else if (now.gpus().isEmpty()) {
      gpus.add(quiet(Words.text("nodes.gpus.none")));
    }
  }

  private static Span quiet(String text) {
    var span = new Span(text);
    span.addClassName("quiet");
    return span;
  }

  private static Div gpu(GpuView gpu, NodeGpus owners) {
    var meter = new Meter();
    var utilisation = gpu.utilisation();
    if (utilisation == null) {
      meter.showNothing(gpu.name());
    } else {
      meter.show(gpu.name(), utilisation, Quantities.percent(utilisation));
    }
    var box = new Div(meter, new Div(String.join(" · ", figures(gpu))));
    box.addClassName("gpu");
    if (owners.mode() == GpuMode.EXCLUSIVE) {
      box.add(owner(owners.holders().get(gpu.uuid())));
    }
    gpu.processes().forEach(use -> box.add(process(use)));
    return box;
  }

  private static StateBadge owner(NodeGpus.@Nullable Holder holder) {
    return holder == null
        ? new StateBadge(Meaning.GOOD, VaadinIcon.CHECK_CIRCLE, () -> Words.text("gpus.free"))
        : new StateBadge(Meaning.NEUTRAL, VaadinIcon.USER, holder::login);
  }

  /** What else is known of it; what its kind does not have is left out. */
  private static List<String> figures(GpuView gpu) {
    var figures = new ArrayList<String>();
    figures.add(Quantities.bytesOf(gpu.memoryUsedBytes(), gpu.memoryTotalBytes()));
    if (gpu.temperature() != null) {
      figures.add(Words.text("nodes.gpu.temperature", Quantities.number(gpu.temperature(), 0)));
    }
    if (gpu.powerWatts() != null) {
      figures.add(Words.text("nodes.gpu.power", Quantities.number(gpu.powerWatts(), 0)));
    }
    if (gpu.eccErrors() != null && gpu.eccErrors() > 0) {
      figures.add(Words.text("nodes.gpu.ecc", gpu.eccErrors()));
    }
    return figures;
  }

  private static Div process(GpuUse use) {
    var owner = use.login() == null ? Words.text("nodes.gpu.nobody") : use.login();
    var memory = use.memoryBytes() == null ? "" : " · " + Quantities.bytes(use.memoryBytes());
    var line = new Div(owner + " · " + use.name() + " (" + use.pid() + ")" + memory);
    line.addClassName("quiet");
    return line;
  }

  private Button modeButton(NodeView node, GpuMode now) {
    GpuMode other = now == GpuMode.SHARED ? GpuMode.EXCLUSIVE : GpuMode.SHARED;
    return new Button(
        Words.text("gpus.make." + other.wire()),
        event -> {
          try {
            given.setMode(caller, node.id(), other);
            Notices.done(Words.text("gpus.made." + other.wire(), node.id()));
          } catch (ProblemException refused) {
            Notices.refused(refused);
          }
        });
  }

  private Button cordonButton(NodeView node) {
    var key = node.schedulable() ? "nodes.cordon" : "nodes.uncordon";
    return new Button(
        Words.text(key),
        event -> {
          try {
            nodes.setSchedulable(caller, node.id(), !node.schedulable());
          } catch (ProblemException refused) {
            Notices.refused(refused);
          }
        });
  }
}
