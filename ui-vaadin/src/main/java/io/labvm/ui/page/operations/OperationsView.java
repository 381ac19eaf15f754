package io.labvm.ui.page.operations;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.Menu;
import com.vaadin.flow.router.Route;
import io.labvm.contract.operation.OperationRequest;
import io.labvm.contract.operation.OperationState;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.changes.Change;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.common.EmptyState;
import io.labvm.ui.common.LiveUpdates;
import io.labvm.ui.common.Page;
import io.labvm.ui.common.Quantities;
import io.labvm.ui.common.Rows;
import io.labvm.ui.common.StateBadge;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.common.Words;
import io.labvm.ui.operations.OperationService;
import io.labvm.ui.operations.OperationView;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The latest operations: one's own, for admins all. */
@Route(OperationsNavigation.ROUTE)
@Menu(title = "menu.operations", order = 10, icon = "vaadin:list-ul")
@PermitAll
class OperationsView extends Page {
  private static final int LIMIT = 100;

  /** What the list shows. */
  enum Filter {
    ALL,
    OPEN,
    FAILED;

    boolean shows(OperationView operation) {
      return switch (this) {
        case ALL -> true;
        case OPEN -> !operation.state().terminal();
        case FAILED ->
            operation.state() == OperationState.FAILED
                || operation.state() == OperationState.ROLLED_BACK;
      };
    }
  }

  private final Caller caller;
  private final OperationService operations;
  private final Select<Filter> filter = new Select<>();
  private final Div list = new Div();

  OperationsView(CurrentAccount current, OperationService operations, ChangeFeed feed) {
    super("operations.title");
    this.operations = operations;
    caller = current.caller();
    filter.setItems(Filter.values());
    filter.setValue(Filter.ALL);
    filter.addValueChangeListener(event -> drawList());
    list.addClassName("card");
    add(filter, list);
    LiveUpdates.follow(this, feed, c -> c.kind() == Change.Kind.OPERATION, this::drawList);
  }

  @Override
  protected void draw() {
    filter.setLabel(Words.text("operations.filter"));
    filter.setItemLabelGenerator(
        f -> Words.text("operations.filter." + f.name().toLowerCase(Locale.ROOT)));
    drawList();
  }

  private void drawList() {
    var shown =
        operations.recent(caller, LIMIT, getLocale()).stream()
            .filter(filter.getValue()::shows)
            .toList();
    list.removeAll();
    list.add(shown.isEmpty() ? empty() : table(shown));
  }

  private Component empty() {
    var key = filter.getValue() == Filter.ALL ? "operations.none" : "operations.none.filter";
    return new EmptyState(VaadinIcon.LIST_UL, Words.text(key));
  }

  private Rows table(List<OperationView> shown) {
    var headings = new ArrayList<>(List.of("operations.what", "operations.state"));
    if (caller.admin()) {
      headings.add("operations.owner");
    }
    headings.addAll(List.of("operations.by", "operations.began", "operations.took"));
    var rows = new Rows(headings.stream().map(Words::text).toList());
    shown.forEach(operation -> addRow(rows, operation));
    return rows;
  }

  private void addRow(Rows rows, OperationView operation) {
    var cells = new ArrayList<Component>();
    cells.add(new Anchor(OperationsNavigation.path(operation.id()), Words.of(operation.kind())));
    cells.add(StateBadge.of(operation.state()));
    if (caller.admin()) {
      cells.add(new Span(operation.owner()));
    }
    cells.add(new Span(asker(operation)));
    cells.add(TimeText.ago(operation.createdAt()));
    cells.add(took(operation));
    rows.row(cells.toArray(Component[]::new));
  }

  /** Who asked, in words. */
  static String asker(OperationView operation) {
    return switch (operation.requestedBy()) {
      case OperationRequest.SYSTEM -> Words.text("operations.system");
      case OperationRequest.POLICY -> Words.text("operations.policy");
      default -> operation.requestedBy();
    };
  }

  private static Component took(OperationView operation) {
    var started = operation.startedAt();
    var ended = operation.endedAt();
    if (started == null) {
      return new Span("–");
    }
    return ended == null
        ? TimeText.since(started)
        : new Span(Quantities.duration(Duration.between(started, ended)));
  }
}
