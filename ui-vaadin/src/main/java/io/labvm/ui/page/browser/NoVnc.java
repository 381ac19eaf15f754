package io.labvm.ui.page.browser;

import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.i18n.LocaleChangeEvent;
import com.vaadin.flow.i18n.LocaleChangeObserver;
import io.labvm.ui.common.Words;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** noVNC with its bar, as one element that fills the window and reconnects by itself. */
@Tag("labvm-novnc")
@JsModule("context://labvm/labvm-novnc.js")
final class NoVnc extends Component implements LocaleChangeObserver {
  private static final List<String> WORDS =
      List.of(
          "bar",
          "handle",
          "back",
          "clipboard",
          "fullscreen",
          "leave-fullscreen",
          "ctrl-alt-del",
          "resize",
          "quality",
          "low",
          "medium",
          "high",
          "reconnect",
          "clipboard-label",
          "insecure",
          "send-paste",
          "send-only",
          "close",
          "try-now");

  private static final List<String> STATES =
      List.of("connecting", "reconnecting", "waiting", "returning", "stopped", "failed");

  private final Supplier<ObjectNode> tickets;

  /**
   * The element.
   *
   * @param tickets asked once per try: {@code path}, {@code protocols} and {@code password}, or
   *     {@code refused} with the reason in words, and {@code returns} when it is on its way back
   */
  NoVnc(Supplier<ObjectNode> tickets) {
    this.tickets = tickets;
  }

  /** The browser is about to connect. */
  @ClientCallable
  ObjectNode ticket() {
    return tickets.get();
  }

  /** The desktop runs: whoever waits for it connects. */
  void isBack() {
    getElement().executeJs("this.isBack()");
  }

  @Override
  public void localeChange(LocaleChangeEvent event) {
    getElement().setPropertyJson("texts", texts());
  }

  static ObjectNode texts() {
    var texts = JsonNodeFactory.instance.objectNode();
    WORDS.forEach(word -> texts.put(camelCase(word), Words.text("vnc." + word)));
    // The browser puts the numbers in, many times between two visits of the server.
    STATES.forEach(s -> texts.put("state-" + s, Words.text("vnc.state." + s, "{number}")));
    return texts.put("backHref", ".");
  }

  private static String camelCase(String word) {
    var text = new StringBuilder();
    for (var part : word.split("-")) {
      text.append(
          text.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return text.toString();
  }
}
