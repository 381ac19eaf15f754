package io.labvm.ui.page.register;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.FieldSet;
import com.vaadin.flow.component.select.Select;
import io.labvm.ui.common.Words;
import io.labvm.ui.desktops.WantedDesktop;
import io.labvm.ui.nodes.BaseView;
import io.labvm.ui.nodes.NodeService;
import io.labvm.ui.texts.PortalTexts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a new desktop is made of and where; the newest base and the roomiest node to start with. */
public final class DesktopChoice extends FieldSet {
  private static final String AUTOMATIC = "";

  private final Select<BaseView> base = new Select<>();
  private final Select<String> node = new Select<>();
  private final Select<String> language = new Select<>();

  public DesktopChoice(NodeService nodes) {
    addClassName("form-part");
    var bases = nodes.bases();
    base.setItems(bases);
    bases.stream().findFirst().ifPresent(base::setValue);
    base.setVisible(!bases.isEmpty());
    var choices = new ArrayList<>(List.of(AUTOMATIC));
    choices.addAll(nodes.choices());
    node.setItems(choices);
    node.setValue(AUTOMATIC);
    language.setItems("zh_CN", "en_US");
    add(base, node, language);
  }

  /** Says everything in the present language; what was chosen stays. */
  public void draw(Locale locale) {
    setLegendText(Words.text("register.desktop"));
    base.setLabel(Words.text("register.base"));
    base.setHelperText(Words.text("register.base.help"));
    base.setItemLabelGenerator(
        b -> b.newest() ? Words.text("register.base.newest", b.id()) : b.id());
    node.setLabel(Words.text("register.node"));
    node.setItemLabelGenerator(
        n -> n.equals(AUTOMATIC) ? Words.text("register.node.automatic") : n);
    language.setLabel(Words.text("register.language"));
    language.setItemLabelGenerator(l -> Words.text("language." + l));
    if (language.isEmpty()) {
      language.setValue(PortalTexts.toAccount(locale));
    }
  }

  /** What was chosen. */
  public WantedDesktop chosen() {
    return new WantedDesktop(
        base.isEmpty() ? null : base.getValue().id(),
        node.getValue().equals(AUTOMATIC) ? null : node.getValue(),
        language.getValue());
  }

  /** By their names in requests and problems. */
  Map<String, Component> fields() {
    var fields = new LinkedHashMap<String, Component>();
    fields.put("base", base);
    fields.put("node", node);
    fields.put("language", language);
    return fields;
  }
}
