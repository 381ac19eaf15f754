package io.labvm.layers.command;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.LeftOut;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.store.LeftOutJson;
import io.labvm.layers.store.Version;
import io.labvm.layers.view.NodeJson;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.TarExport;
import io.labvm.layers.view.ViewDiff;
import io.labvm.layers.view.ViewNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code diff} and {@code export}. */
final class CompareCommands {
  private static final Set<String> OPTIONS = Set.of("--store", "--desktop");
  private static final Set<String> EXPORT_OPTIONS = Set.of("--store", "--desktop", ViewPath.OPTION);

  private CompareCommands() {}

  private static Version version(Arguments arguments, String number) throws IOException {
    return arguments.store().versions(arguments.desktop()).get(Arguments.number("V", number));
  }

  private static StackView open(Arguments arguments, String number) throws IOException {
    return arguments.store().stacks(arguments.desktop()).open(version(arguments, number));
  }

  static Answer diff(List<String> words, PrintStream out, PrintStream err) throws IOException {
    Arguments arguments = Arguments.parse(words, OPTIONS, Set.of("--json"));
    List<String> versions = arguments.rest("V1", "V2");
    try (EntryLines lines = new EntryLines(out, arguments.has("--json"));
        StackView before = open(arguments, versions.getFirst());
        StackView after = open(arguments, versions.getLast())) {
      ViewDiff.of(
          before,
          after,
          (path, change, node) ->
              lines.add(() -> row(path, change, node), () -> line(path, change, node)));
      return lines.complete(leftOut(arguments, versions, err));
    }
  }

  /** A difference may be one between what could be kept. */
  private static Map<String, Object> leftOut(
      Arguments arguments, List<String> versions, PrintStream err) throws IOException {
    Map<String, Object> byVersion = new LinkedHashMap<>();
    for (String number : versions) {
      LeftOut leftOut = version(arguments, number).leftOut();
      if (!leftOut.isEmpty()) {
        byVersion.put(number, LeftOutJson.of(leftOut));
        err.println("version " + number + NotKept.text(leftOut));
      }
    }
    return byVersion.isEmpty() ? Map.of() : Map.of("leftOut", byVersion);
  }

  private static String line(TreePath path, ViewDiff.Change change, ViewNode node) {
    return "%-10s %-16s %s".formatted(code(change), NodeJson.type(node), path);
  }

  private static Map<String, Object> row(TreePath path, ViewDiff.Change change, ViewNode node) {
    Map<String, Object> row = new LinkedHashMap<>();
    NodeJson.putText(row, "path", path.bytes());
    row.put("change", code(change));
    row.put("type", NodeJson.type(node));
    row.put("size", node.inode().size());
    return row;
  }

  private static String code(ViewDiff.Change change) {
    return change.name().toLowerCase(Locale.ROOT);
  }

  static Answer export(List<String> words) throws IOException {
    Arguments arguments = Arguments.parse(words, EXPORT_OPTIONS, Set.of("--json"));
    Optional<ViewPath> encoded = ViewPath.encoded(arguments);
    List<String> rest =
        encoded.isPresent() || arguments.restSize() < 3
            ? arguments.rest("V", "FILE.tar")
            : arguments.rest("V", "PATH", "FILE.tar");
    Path file = target(rest.getLast());
    ViewPath path = encoded.orElseGet(() -> ViewPath.of(rest.size() == 3 ? rest.get(1) : "/"));
    Path made = file.resolveSibling(file.getFileName() + "." + arguments.operation() + ".tmp");
    try (StackView view = open(arguments, rest.getFirst())) {
      ViewNode node = ReadCommands.find(view, path);
      TarExport.Exported exported = write(view, path.bytes(), node, made);
      Durable.sync(made);
      Durable.publish(made, file);
      return answer(exported, file);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private static TarExport.Exported write(StackView view, byte[] path, ViewNode node, Path made)
      throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(made, StandardOpenOption.CREATE_NEW), 1 << 16)) {
      return TarExport.write(view, path, node, out);
    }
  }

  private static Path target(String text) throws IOException {
    Path file = Path.of(text).toAbsolutePath().normalize();
    if (Files.isDirectory(file)) {
      throw LayerException.about(
          LayerError.REFUSED, file, file + " is a directory; name the tar file to write");
    }
    Path parent = file.resolveSibling("");
    if (!Files.isDirectory(parent)) {
      throw new NotDirectoryException(parent.toString());
    }
    return file;
  }

  private static Answer answer(TarExport.Exported exported, Path file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", file.toString());
    json.put("entries", exported.entries());
    json.put("bytes", exported.bytes());
    json.put("notKept", exported.sockets() == 0 ? Map.of() : Map.of("socket", exported.sockets()));
    return Answer.done(
        json,
        "%s: %d entries, %d bytes%s"
            .formatted(
                file,
                exported.entries(),
                exported.bytes(),
                exported.sockets() == 0 ? "" : ", without " + exported.sockets() + " sockets"));
  }
}
