package io.labvm.layers.store;

import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Durable;
import io.labvm.layers.durable.FaultPoint;
import io.labvm.layers.json.Json;
import io.labvm.layers.json.JsonDocument;
import io.labvm.linux.KernelWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The note that something was named nowhere when a prune looked: {@code <id>.unlisted} beside it.
 *
 * @param least how long that must have been so before it may go
 */
record UnlistedMark(Store store, Duration least) {
  private static final int FORMAT = 1;

  /** Whether an earlier listing did not name it either, long enough ago; else that is noted. */
  boolean isDue(Path mark) throws IOException {
    try {
      JsonDocument json = JsonDocument.read(mark).requireFormat(FORMAT);
      Instant since = Instant.parse(json.text("since"));
      return !store.now().isBefore(since.plus(least));
    } catch (NoSuchFileException e) {
      note(mark);
    } catch (LayerException | DateTimeException e) {
      note(mark); // counts anew
    }
    return false;
  }

  /** On a full store nothing is: what the trash gives back makes room for the next time. */
  private void note(Path mark) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("since", store.now().toString());
    Path temporary = store.temporary("unlisted");
    try {
      Durable.write(temporary, Json.document(json));
      FaultPoint.reach("prune.note.before");
      Durable.publish(temporary, mark);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      if (!KernelWords.isFull(e)) {
        throw e;
      }
    }
    FaultPoint.reach("prune.note.after");
  }
}
