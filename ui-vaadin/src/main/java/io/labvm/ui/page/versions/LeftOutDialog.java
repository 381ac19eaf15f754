package io.labvm.ui.page.versions;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import io.labvm.contract.store.LeftOut;
import io.labvm.ui.common.Words;
import io.labvm.ui.texts.PortalTexts;
import io.labvm.ui.versions.VersionPath;
import io.labvm.ui.versions.VersionView;

/** What a version does not show as the desktop had it, by kind, with the first few names. */
final class LeftOutDialog extends Dialog {
  LeftOutDialog(VersionView version) {
    super(Words.text("versions.left-out.title", version.version()));
    setWidth("36rem");
    add(new Paragraph(Words.text("versions.left-out.lead")));
    version.leftOut().forEach(this::add);
    getFooter().add(new Button(Words.text("action.close"), event -> close()));
  }

  /** Of all kinds together. */
  static long count(VersionView version) {
    return version.leftOut().stream().mapToLong(LeftOut::count).sum();
  }

  private void add(LeftOut kind) {
    String key = "versions.left-out." + kind.code();
    var heading = new H3(Words.text(PortalTexts.has(key) ? key : "versions.left-out.other"));
    heading.addClassName("left-out-kind");
    add(heading);
    var list = new UnorderedList();
    list.addClassName("left-out");
    for (String name : kind.names()) {
      list.add(new ListItem("/" + VersionPath.shown(name)));
    }
    long more = kind.count() - kind.names().size();
    if (more > 0) {
      list.add(new ListItem(Words.text("versions.left-out.more", more)));
    }
    add(list);
  }
}
