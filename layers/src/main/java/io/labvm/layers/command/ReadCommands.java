package io.labvm.layers.command;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Stack;
import io.labvm.layers.store.Store;
import io.labvm.layers.view.NodeJson;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.ViewContent;
import io.labvm.layers.view.ViewCursor;
import io.labvm.layers.view.ViewNode;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code ls} and {@code cat}: what a version or a base holds, without mounting it. */
final class ReadCommands {
  private static final Set<String> OPTIONS =
      Set.of("--store", "--base", "--desktop", ViewPath.OPTION);

  private ReadCommands() {}

  private interface Use<T> {
    T of(StackView view, ViewNode node) throws IOException;
  }

  private static <T> T at(Arguments arguments, Use<T> use) throws IOException {
    ViewPath path = path(arguments);
    try (StackView view = open(arguments)) {
      return use.of(view, find(view, path));
    }
  }

  /** What a view shows there; refused when nothing. */
  static ViewNode find(StackView view, ViewPath path) throws IOException {
    ViewNode node = view.resolve(path.bytes());
    if (node == null) {
      throw new LayerException(LayerError.REFUSED, "there is no " + path);
    }
    return node;
  }

  /** With a desktop the version comes first, then the path; with a base the path alone. */
  private static ViewPath path(Arguments arguments) {
    boolean bare = arguments.optional("--base").isPresent();
    Optional<ViewPath> encoded = ViewPath.encoded(arguments);
    if (encoded.isPresent()) {
      List<String> ignored = bare ? arguments.rest() : arguments.rest("V");
      return encoded.get();
    }
    return ViewPath.of((bare ? arguments.rest("PATH") : arguments.rest("V", "PATH")).getLast());
  }

  private static StackView open(Arguments arguments) throws IOException {
    Store store = arguments.store();
    if (arguments.optional("--base").isPresent()) {
      Stack bare = new Stack(store.bases().resolve(arguments.required("--base")).id(), List.of());
      return store.view(bare);
    }
    DesktopKey desktop = arguments.desktop();
    int version = Arguments.number("V", arguments.first());
    return store.stacks(desktop).open(store.versions(desktop).get(version));
  }

  static Answer list(List<String> words, PrintStream out) throws IOException {
    Arguments arguments = Arguments.parse(words, OPTIONS, Set.of("--json"));
    try (EntryLines lines = new EntryLines(out, arguments.has("--json"))) {
      return at(
          arguments,
          (view, node) -> {
            forEach(
                view,
                node,
                path(arguments),
                (name, child) ->
                    lines.add(
                        () -> NodeJson.of(view, "path", name, child),
                        () -> NodeText.line(view, name, child)));
            return lines.complete();
          });
    }
  }

  private interface Entry {
    void accept(byte[] name, ViewNode node) throws IOException;
  }

  private static void forEach(StackView view, ViewNode node, ViewPath path, Entry user)
      throws IOException {
    if (!node.isDirectory()) {
      user.accept(path.name(), node);
      return;
    }
    ViewCursor cursor = view.list(node);
    while (cursor.next()) {
      user.accept(cursor.name(), cursor.node());
    }
  }

  static Answer print(List<String> words, PrintStream out) throws IOException {
    Arguments arguments = Arguments.parse(words, OPTIONS, Set.of());
    return at(
        arguments,
        (view, node) -> {
          if (node.type() != FileType.REGULAR) {
            throw new LayerException(
                LayerError.REFUSED, path(arguments) + " is no file but a " + NodeJson.type(node));
          }
          ViewContent.copy(view, TreePath.normal(path(arguments).bytes()), node, out);
          if (out.checkError()) {
            throw new IOException("output closed");
          }
          return Answer.done(Map.of(), "");
        });
  }
}
