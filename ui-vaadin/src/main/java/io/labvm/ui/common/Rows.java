package io.labvm.ui.common;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import java.util.List;

/** A short table whose rows become cards on a phone. */
public final class Rows extends NativeTable {
  private final List<String> headings;

  /** A table with these headings, in the present language. */
  public Rows(List<String> headings) {
    this.headings = List.copyOf(headings);
    addClassName("rows");
    var head = new NativeTableRow();
    for (var heading : headings) {
      var cell = new NativeTableHeaderCell(heading);
      cell.getElement().setAttribute("scope", "col");
      head.add(cell);
    }
    getHead().add(head);
  }

  /** Adds a row; as many cells as there are headings. */
  public void row(Component... cells) {
    var row = new NativeTableRow();
    for (int i = 0; i < cells.length; i++) {
      var label = new Span(headings.get(i));
      label.addClassName("cell-label");
      label.getElement().setAttribute("aria-hidden", "true");
      row.add(new NativeTableCell(label, cells[i]));
    }
    getBody().add(row);
  }

  /** How many rows there are. */
  public int count() {
    return getBody().getComponentCount();
  }
}
