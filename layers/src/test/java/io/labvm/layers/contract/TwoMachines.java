package io.labvm.layers.contract;

import io.labvm.layers.source.DirectorySource;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.store.BaseId;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.ImportedBase;
import io.labvm.layers.store.OperationKey;
import io.labvm.layers.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One store opened on two machines. */
abstract class TwoMachines {
  static final DesktopKey DESKTOP = new DesktopKey("d1");
  static final OperationKey OPERATION = new OperationKey("op-1");

  @TempDir Path local;
  Path source;
  Store here;
  Store there;

  private final Sides.Maker maker;

  TwoMachines(Sides.Maker maker) {
    this.maker = maker;
  }

  @BeforeEach
  void openStore() throws Exception {
    source = Files.createDirectories(local.resolve("source"));
    Files.writeString(source.resolve("file"), "one");
    Sides root = directory().resolve("store");
    here = Store.create(root.here());
    there = Store.open(root.there());
  }

  final Sides directory() throws Exception {
    return maker.make();
  }

  final ImportedBase importInto(Store store, String name) throws Exception {
    return store.bases().importFrom(name, new DirectorySource(source), ImportProgress.none());
  }

  /** A desktop on a base, made here. */
  final BaseId makeDesktop() throws Exception {
    BaseId base = importInto(here, "tiny").base().id();
    here.desktops().create(DESKTOP, base, OPERATION);
    return base;
  }

  /** Does everything at the same time. */
  static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    List<T> answers = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (Future<T> call : threads.invokeAll(calls)) {
        answers.add(call.get());
      }
    }
    return answers;
  }
}
