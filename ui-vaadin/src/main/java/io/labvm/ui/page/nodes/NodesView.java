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
import io.labvm.ui.nodes.NodeView;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All nodes on one page, with figures as they come in: each as a card, or as a line of many. */
@Route("nodes")
@Menu(title = "menu.nodes", order = 20, icon = "vaadin:server")
@PermitAll
class NodesView extends Page {
  /** No history. */
  private static final String NOW = "now";

  /** More are shown as lines first. */
  private static final int MOST_CARDS = 12;

  /** Each node reports every two seconds. */
  private static final Duration PACE = Duration.ofSeconds(1);

  private final Caller caller;
  private final NodeService nodes;
  private final DrainService drains;
  private final GpuService gpus;
  private final Select<Look> look = new Select<>();
  private final Select<FreeMemory> free = new Select<>();
  private final Select<String> range = new Select<>();
  private final Div grid = new Div();
  private final HeatGrid heat = new HeatGrid(this::open);
  private final Div none = new Div();
  private final Map<String, NodeCard> cards = new LinkedHashMap<>();
  private @Nullable NodeDialog opened;

  /** How nodes are shown. */
  private enum Look {
    CARDS,
    LINES;

    String words() {
      return Words.text("nodes.look." + name().toLowerCase(Locale.ROOT));
    }
  }

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
    boolean many = nodes.all(caller).size() > MOST_CARDS;
    choose(look, List.of(Look.values()), many ? Look.LINES : Look.CARDS);
    choose(free, FreeMemory.CHOICES, FreeMemory.ANY);
    choose(range, ranges(), NOW);
    Div choices = new Div(look, free, range);
    choices.addClassName("choices");
    add(choices, grid, heat, none);
    LiveUpdates.follow(this, feed, c -> c.kind() == Change.Kind.NODE, PACE, this::update);
  }

  private <T> void choose(Select<T> select, List<T> choices, T first) {
    select.setItems(choices);
    select.setValue(first);
    select.addValueChangeListener(_ -> update());
  }

  private static List<String> ranges() {
    return Stream.concat(
            Stream.of(NOW), Arrays.stream(HistoryRange.values()).map(HistoryRange::wire))
        .toList();
  }

  @Override
  protected void draw() {
    look.setLabel(Words.text("nodes.look"));
    look.setItemLabelGenerator(Look::words);
    free.setLabel(Words.text("nodes.free"));
    free.setItemLabelGenerator(FreeMemory::words);
    range.setLabel(Words.text("history.range"));
    range.setItemLabelGenerator(word -> Words.text("history.range." + word));
    cards.clear();
    update();
  }

  private void update() {
    List<NodeView> all = nodes.all(caller);
    List<NodeView> wanted = all.stream().filter(free.getValue()::isOn).toList();
    boolean lines = look.getValue() == Look.LINES;
    range.setVisible(!lines);
    grid.setVisible(!lines);
    heat.setVisible(lines && !wanted.isEmpty());
    Map<String, NodeGpus> given = gpus.nodes(caller);
    showCards(lines ? List.of() : wanted, given);
    if (lines) {
      heat.show(wanted);
    }
    showNone(all.isEmpty(), wanted.isEmpty());
    if (opened != null) {
      opened.show(all, given);
    }
  }

  private void showNone(boolean noneAtAll, boolean noneWanted) {
    none.removeAll();
    if (noneWanted) {
      String why = noneAtAll ? Words.text("nodes.none") : Words.text("nodes.free.none");
      none.add(new EmptyState(VaadinIcon.SERVER, why));
    }
  }

  private void showCards(List<NodeView> wanted, Map<String, NodeGpus> given) {
    if (!List.copyOf(cards.keySet()).equals(wanted.stream().map(NodeView::id).toList())) {
      cards.clear();
      grid.removeAll();
      wanted.forEach(n -> cards.put(n.id(), new NodeCard(caller, nodes, drains, gpus)));
      cards.values().forEach(grid::add);
    }
    HistoryRange past = HistoryRange.fromWire(range.getValue()).orElse(null);
    for (NodeView node : wanted) {
      NodeCard card = cards.get(node.id());
      if (card != null) {
        card.show(node, given.getOrDefault(node.id(), NodeGpus.NONE), past);
      }
    }
  }

  /** All of one node, beside the lines. */
  private void open(String node) {
    opened = new NodeDialog(node, new NodeCard(caller, nodes, drains, gpus), () -> opened = null);
    opened.show(nodes.all(caller), gpus.nodes(caller));
    opened.open();
  }
}
