package io.labvm.ui.page.nodes;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import io.labvm.ui.common.Words;
import io.labvm.ui.gpus.NodeGpus;
import io.labvm.ui.nodes.HistoryRange;
import io.labvm.ui.nodes.NodeView;
import java.util.List;
import java.util.Map;

/** One node of many, as its card with its last hour. */
final class NodeDialog extends Dialog {
  private final String node;
  private final NodeCard card;

  /**
   * @param closed called once
   */
  NodeDialog(String node, NodeCard card, Runnable closed) {
    this.node = node;
    this.card = card;
    setHeaderTitle(node);
    add(card);
    getFooter().add(new Button(Words.text("action.close"), _ -> close()));
    addOpenedChangeListener(
        event -> {
          if (!event.isOpened()) {
            closed.run();
          }
        });
  }

  /** Shows it as it is now; nothing new once it has left. */
  void show(List<NodeView> all, Map<String, NodeGpus> given) {
    all.stream()
        .filter(each -> each.id().equals(node))
        .forEach(
            each -> card.show(each, given.getOrDefault(node, NodeGpus.NONE), HistoryRange.HOUR));
  }
}
