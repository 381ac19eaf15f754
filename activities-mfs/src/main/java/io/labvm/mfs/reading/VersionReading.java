package io.labvm.mfs.reading;

import io.labvm.layers.LayerException;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.store.Stack;
import io.labvm.layers.store.Store;
import io.labvm.layers.store.Versions;
import io.labvm.layers.view.NodeJson;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.TarExport;
import io.labvm.layers.view.ViewContent;
import io.labvm.layers.view.ViewCursor;
import io.labvm.layers.view.ViewNode;
import io.labvm.nodechannel.reading.Answer;
import io.labvm.nodechannel.reading.Range;
import io.labvm.nodechannel.reading.Reading;
import io.labvm.nodechannel.reading.Refusal;
import io.labvm.nodechannel.reading.Request;
import io.labvm.nodechannel.reading.Slots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers from the images of the store. It is opened for each call, so that it may be away and come
 * back under another mount.
 */
public final class VersionReading implements Reading {
  private static final Logger log = LoggerFactory.getLogger(VersionReading.class);

  private final Path root;
  private final Slots slots = new Slots();

  /** Lists of packages stand in memory: two at a time, whoever asks for more. */
  private final Lock packages = new ReentrantLock();

  /**
   * @param root of the store
   */
  public VersionReading(Path root) {
    this.root = root;
  }

  @Override
  public void serve(Request request, Answer answer) throws IOException {
    Call call = Call.parse(request);
    try (Slots.Slot _ = slots.take(call.desktop().value())) {
      serve(call, answer);
    } catch (LayerException e) {
      log.warn("{}: {}", request.resource(), e.getMessage());
      throw refusal(e);
    }
  }

  private static Refusal refusal(LayerException e) {
    return switch (e.error()) {
      case REFUSED -> new Refusal(404, "not-found", "no such version");
      case DAMAGED -> new Refusal(409, "damaged", "the version is damaged");
      case UNSUPPORTED -> new Refusal(409, "unsupported", "this cannot be read here");
      case STALE_EPOCH, BUSY, NO_SPACE, STORE_UNAVAILABLE ->
          new Refusal(503, "store-unavailable", "the store does not answer");
    };
  }

  private void serve(Call call, Answer answer) throws IOException {
    switch (call.verb()) {
      case TREE -> tree(call, answer);
      case FILE -> file(call, answer);
      case ARCHIVE -> archive(call, answer);
      case CHANGES -> changes(call, answer);
      case PACKAGES -> packages(call, answer);
    }
  }

  /** What a desktop began with is mostly its base, so it is known when version 0 was pruned. */
  private StackView open(Call call, int which) throws IOException {
    Store store = Store.open(root);
    Versions versions = store.versions(call.desktop());
    int number = call.versions().get(which);
    if (number == 0
        && !versions.numbers().contains(0)
        && store.desktops().isBareAtFirst(call.desktop())) {
      return store.view(new Stack(store.desktops().base(call.desktop()), List.of()));
    }
    return store.stacks(call.desktop()).open(versions.get(number));
  }

  private static ViewNode find(StackView view, byte[] path) throws IOException {
    ViewNode node = view.resolve(path);
    if (node == null) {
      throw Refusal.unknownPath();
    }
    return node;
  }

  private void tree(Call call, Answer answer) throws IOException {
    try (StackView view = open(call, 0)) {
      ViewNode folder = find(view, call.path());
      if (!folder.isDirectory()) {
        throw Refusal.notAFolder();
      }
      ViewCursor names = view.list(folder, call.after().orElse(null));
      List<Map<String, Object>> entries = new ArrayList<>();
      boolean more = names.next();
      byte[] last = {};
      while (more && entries.size() < call.limit()) {
        last = names.name();
        entries.add(NodeJson.of(view, "name", last, names.node()));
        more = names.next();
      }
      answer.json(page("entries", entries, more, last));
    }
  }

  static Map<String, Object> page(
      String field, List<Map<String, Object>> rows, boolean more, byte[] last) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put(field, rows);
    if (more) {
      page.put("next", Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }
    return page;
  }

  private void file(Call call, Answer answer) throws IOException {
    try (StackView view = open(call, 0)) {
      ViewNode file = find(view, call.path());
      if (!NodeJson.type(file).equals("regular")) {
        throw Refusal.notAFile();
      }
      Range range = Range.of(answer.range(), file.inode().size());
      answer.bytes(
          range.header(),
          range.length(),
          out -> {
            if (range.length() == file.inode().size()) {
              ViewContent.copy(view, TreePath.normal(call.path()), file, out);
            } else {
              ViewContent.copy(view, file, range.from(), range.length(), out);
            }
          });
    }
  }

  private void archive(Call call, Answer answer) throws IOException {
    try (StackView view = open(call, 0)) {
      ViewNode node = find(view, call.path());
      byte[] path = TreePath.normal(call.path()).bytes();
      answer.bytes(
          null,
          -1,
          out -> {
            var ignored = TarExport.writeLast(view, path, node, out);
          });
    }
  }

  private void changes(Call call, Answer answer) throws IOException {
    try (StackView before = open(call, 0);
        StackView after = open(call, 1)) {
      answer.json(new FolderChanges(before, after).page(call));
    }
  }

  private void packages(Call call, Answer answer) throws IOException {
    answer.json(packages(call));
  }

  private Map<String, Object> packages(Call call) throws IOException {
    packages.lock();
    try (StackView before = open(call, 0);
        StackView after = open(call, 1)) {
      return PackageChanges.between(before, after);
    } finally {
      packages.unlock();
    }
  }
}
