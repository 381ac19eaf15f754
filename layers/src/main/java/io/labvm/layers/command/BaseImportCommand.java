package io.labvm.layers.command;

import io.labvm.layers.source.TreeSource;
import io.labvm.layers.store.ImportedBase;
import io.labvm.layers.store.Store;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code base-import}: a tree or an archive becomes a base of the store. */
final class BaseImportCommand {
  private BaseImportCommand() {}

  static Answer run(List<String> words, PrintStream err) throws IOException {
    Arguments arguments = Arguments.parse(words, Set.of("--store", "--name"), Set.of("--json"));
    String store = arguments.required("--store");
    String name = arguments.required("--name");
    Path source = Path.of(arguments.rest("SOURCE").getFirst());
    if (!Files.exists(source)) {
      throw new NoSuchFileException(source.toString());
    }
    long start = System.nanoTime();
    ProgressLine progress = new ProgressLine(err);
    ImportedBase imported =
        Store.create(Path.of(store)).bases().importFrom(name, TreeSource.of(source), progress);
    double seconds = Math.round((System.nanoTime() - start) / 1e6) / 1e3;
    imported
        .omissions()
        .asMap()
        .forEach((what, count) -> err.println("not kept: " + what + " x " + count));
    return answer(imported, seconds);
  }

  private static Answer answer(ImportedBase imported, double seconds) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("base", imported.base().id().toString());
    json.put("entries", imported.base().entries());
    json.put("bytes", imported.base().bytes());
    json.put("seconds", seconds);
    if (imported.existing()) {
      json.put("existing", true);
    }
    NotKept.put(json, imported.omissions().asMap());
    String text =
        "%s: %d entries, %d bytes, %.1f s%s"
            .formatted(
                imported.base().id(),
                imported.base().entries(),
                imported.base().bytes(),
                seconds,
                imported.existing() ? " (existing)" : "");
    return Answer.done(json, text);
  }
}
