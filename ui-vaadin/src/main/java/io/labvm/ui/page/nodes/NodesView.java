package io.labvm.ui.page.nodes;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.LiveUpdates;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Words;
import io.labvm.ui.drains.DrainService;
import io.labvm.ui.gpus.GpuService;
import io.labvm.ui.gpus.NodeGpus;
import io.labvm.ui.nodes.HistoryRange;
import io.labvm.ui.nodes.NodeService;
import jakarta.annotation.security.PermitAll;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All nodes on one page, with figures as they come in. */
@Route("nodes")
@Menu(title = "menu.nodes", order = 20, icon = "vaadin:server")
@PermitAll
class NodesView extends Page {
  /** No history. */
  private static final String NOW = "now";

  private final Caller caller;
  private final NodeService nodes;
  private final DrainService drains;
  private final GpuService gpus;
  private final Select<String> range = new Select<>();
  private final Div grid = new Div();
  private final Map<String, NodeCard> cards = new LinkedHashMap<>();

  NodesView(
      CurrentAccount current,
      NodeService nodes,
      DrainService drains,
      GpuService gpus,
      ChangeFeed feed) {
    super("nodes.title");
    this.nodes = nodes;
    this.drains = drains;
    this.gpus = gpus;
    caller = current.caller();
    addClassName("wide");
    grid.addClassName("node-grid");
    range.setItems(ranges());
    range.setValue(NOW);
    range.addValueChangeListener(_ -> update());
    add(range, grid);
    LiveUpdates.follow(this, feed, c -> c.kind() == Change.Kind.NODE, this::update);
  }

  private static List<String> ranges() {
    return Stream.concat(
            Stream.of(NOW), Arrays.stream(HistoryRange.values()).map(HistoryRange::wire))
        .toList();
  }

  @Override
  protected void draw() {
    range.setLabel(Words.text("history.range"));
    range.setItemLabelGenerator(word -> Words.text("history.range." + word));
    cards.clear();
    grid.removeAll();
    update();
  }

  private void update() {
    var all = nodes.all(caller);
    if (!List.copyOf(cards.keySet()).equals(all.stream().map(n -> n.id()).toList())) {
      cards.clear();
      grid.removeAll();
      all.forEach(n -> cards.put(n.id(), new NodeCard(caller, nodes, drains, gpus)));
      cards.values().forEach(grid::add);
    }
    if (all.isEmpty()) {
      grid.removeAll();
      grid.add(new EmptyState(VaadinIcon.SERVER, Words.text("nodes.none")));
    }
    Map<String, NodeGpus> given = gpus.nodes(caller);
    for (var node : all) {
      var card = cards.get(node.id());
      if (card != null) {
        card.show(
            node,
            given.getOrDefault(node.id(), NodeGpus.NONE),
            HistoryRange.fromWire(range.getValue()).orElse(null));
      }
    }
  }
}
