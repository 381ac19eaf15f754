package io.labvm.layers.store;

import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Moves staging to the trash that nobody seals any more: of an upper after which another one took
 * an epoch, long ago. Recovery and people have that time to seal or look at what was left behind;
 * how old the segments are says nothing, since an idle desktop ships none.
 */
final class StagingSweep {
  /** How long changes that were left behind are kept in the store. */
  static final Duration LEFT_BEHIND = Duration.ofDays(30);

  private final Store store;
  private final DesktopKey desktop;
  private final Path directory;

  StagingSweep(Store store, DesktopKey desktop) {
    this.store = store;
    this.desktop = desktop;
    this.directory = store.desktops().directory(desktop).resolve("staging");
  }

  /** Answers how many uppers' staging went. Idempotent. */
  int run(OperationKey operation) throws IOException {
    int moved = 0;
    Instant limit = store.now().minus(LEFT_BEHIND);
    try (DirectoryStream<Path> uppers = Files.newDirectoryStream(directory)) {
      FencedUppers fenced = FencedUppers.of(store.desktops(), desktop);
      for (Path upper : uppers) {
        if (isDead(upper, fenced, limit) && moveToTrash(upper, operation)) {
          moved++;
        }
      }
    } catch (NoSuchFileException e) {
      return moved; // a desktop that was removed meanwhile
    }
    return moved;
  }

  private boolean isDead(Path staging, FencedUppers uppers, Instant limit) throws IOException {
    String upper = staging.getFileName().toString();
    if (!DesktopKey.FORM.matcher(upper).matches()) {
      return false;
    }
    Optional<Instant> fenced = uppers.since(upper);
    return fenced.isPresent()
        && fenced.get().isBefore(limit)
        && Files.getLastModifiedTime(staging).toInstant().isBefore(limit);
  }

  private boolean moveToTrash(Path staging, OperationKey operation) throws IOException {
    String name =
        "staging.%s.%s.%s.%d"
            .formatted(desktop, staging.getFileName(), operation, store.now().getEpochSecond());
    FaultPoint.reach("prune.staging.before");
    try {
      Durable.publish(staging, store.trash().resolve(name));
    } catch (NoSuchFileException e) {
      return false;
    }
    FaultPoint.reach("prune.staging.after");
    Durable.sync(directory);
    return true;
  }
}
