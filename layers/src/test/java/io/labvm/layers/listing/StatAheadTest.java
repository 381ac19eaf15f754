package io.labvm.layers.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.linux.Dir;
import io.labvm.linux.DirEntries;
import io.labvm.linux.FileType;
import io.labvm.linux.LinuxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatAheadTest {
  private static final int NAMES = 3_000;

  @TempDir private Path directory;
  private final ExecutorService helper = Executors.newSingleThreadExecutor();

  @BeforeEach
  void makeNames() throws Exception {
    for (int i = 0; i < NAMES; i++) {
      Path name = directory.resolve("name-" + i);
      if (i % 7 == 0) {
        Files.createDirectory(name);
      } else {
        Files.createFile(name);
      }
    }
  }

  @AfterEach
  void end() {
    helper.shutdownNow();
  }

  private static boolean isAsked(DirEntries names, int index) {
    return names.type(index) != FileType.DIRECTORY;
  }

  @Test
  void answers_what_the_walk_would_have_found() throws Exception {
    try (Dir dir = Dir.open(directory)) {
      DirEntries names = dir.entries();
      StatAhead ahead = new StatAhead(helper, names);
      for (int i = 0; i < names.size(); i++) {
        if (isAsked(names, i)) {
          assertThat(ahead.stat(dir, i)).isEqualTo(dir.stat(names.name(i)));
        }
      }
      ahead.pause();
    }
  }

  @Test
  void goes_on_with_another_descriptor_after_a_pause() throws Exception {
    Random random = new Random(1);
    DirEntries names;
    try (Dir dir = Dir.open(directory)) {
      names = dir.entries();
    }
    StatAhead ahead = new StatAhead(helper, names);
    int next = 0;
    while (next < names.size()) {
      // closed each time: were it still in use, some answers would be errors
      try (Dir dir = Dir.open(directory)) {
        int until = Math.min(names.size(), next + 1 + random.nextInt(400));
        for (; next < until; next++) {
          if (isAsked(names, next)) {
            assertThat(ahead.stat(dir, next)).isEqualTo(dir.stat(names.name(next)));
          }
        }
        ahead.pause();
      }
    }
  }

  @Test
  void a_name_that_is_gone_fails_as_if_asked_for_now() throws Exception {
    try (Dir dir = Dir.open(directory)) {
      DirEntries names = dir.entries();
      List<Integer> gone = new ArrayList<>();
      for (int i = 5; i < names.size(); i += 97) {
        if (isAsked(names, i)) {
          Files.delete(directory.resolve(new String(names.name(i), StandardCharsets.US_ASCII)));
          gone.add(i);
        }
      }
      StatAhead ahead = new StatAhead(helper, names);
      for (int i = 0; i < names.size(); i++) {
        int index = i;
        if (gone.contains(i)) {
          assertThatThrownBy(() -> ahead.stat(dir, index)).isInstanceOf(LinuxException.class);
        } else if (isAsked(names, i)) {
          assertThat(ahead.stat(dir, i).type()).isEqualTo(FileType.REGULAR);
        }
      }
      ahead.pause();
    }
  }
}
