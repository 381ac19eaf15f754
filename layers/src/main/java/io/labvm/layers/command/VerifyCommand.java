package io.labvm.layers.command;

import io.labvm.layers.store.Store;
import io.labvm.layers.store.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code verify}: reads everything and names what is damaged. */
final class VerifyCommand {
  private VerifyCommand() {}

  static Answer run(List<String> words) throws IOException {
    Arguments arguments =
        Arguments.parse(words, Set.of("--store"), Set.of("--json", "--read-data"));
    List<String> none = arguments.rest(0);
    Store store = Store.open(Path.of(arguments.required("--store")));
    Verification found = Verification.of(store, arguments.has("--read-data"));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("checked", found.checked());
    json.put("damaged", found.damaged());
    String text = "%d checked, %d damaged".formatted(found.checked(), found.damaged().size());
    for (String damage : found.damaged()) {
      text += "\n" + damage;
    }
    return new Answer(json, text, found.damaged().isEmpty() ? none.size() : LayerCommand.DAMAGED);
  }
}
