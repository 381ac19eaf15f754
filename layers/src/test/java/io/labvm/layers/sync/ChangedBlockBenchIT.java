package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.segment.Consistency;
import io.labvm.layers.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one changed page of a large file costs; of 1 GiB with {@code -Dbench.mib=1024}. */
class ChangedBlockBenchIT {
  private static final int MIB = 1 << 20;
  private static final int SIZE = Integer.getInteger("bench.mib", 64);

  @TempDir private Path home;

  @Test
  void prints_what_is_shipped_of_a_large_file() throws Exception {
    SyncedUpper place = Uppers.ofNewStore(home);
    Store store = Store.open(home.resolve("store"));
    Path large = Files.createFile(place.upper().resolve("large"));
    for (int i = 0; i < SIZE; i++) {
      write(large, (long) i * MIB, BigContents.random(i, MIB));
    }
    assertThat(shipped(store, place, "new")).isEqualTo((long) SIZE * MIB);
    for (int i = 0; i < 6; i++) {
      write(large, (SIZE / 8L * i + 7) * MIB, BigContents.random(-i - 1, 4096));
      assertThat(shipped(store, place, "4 KiB changed")).isEqualTo(MIB);
    }
  }

  private static void write(Path file, long at, byte[] bytes) throws IOException {
    try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(open.write(ByteBuffer.wrap(bytes), at)).isEqualTo(bytes.length);
    }
  }

  private static long shipped(Store store, SyncedUpper place, String what) throws IOException {
    long before = dataBytes(store);
    SyncResult result =
        new DecidingPass(store, place).run(Consistency.STOPPED, OptionalLong.empty());
    long bytes = dataBytes(store) - before;
    System.out.printf(
        "%d MiB, %s: %d bytes shipped, %.2f s%n", SIZE, what, bytes, result.seconds());
    return bytes;
  }

  private static long dataBytes(Store store) throws IOException {
    long bytes = 0;
    for (Path file : BigContents.dataFiles(store.root())) {
      bytes += Files.size(file);
    }
    return bytes;
  }
}
