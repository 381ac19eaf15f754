package io.labvm.layers.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.delta.Below;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.ContentDigest;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.DeltaSource;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.Part;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.Content;
import io.labvm.layers.erofs.DataFiles;
import io.labvm.layers.fold.Fold;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folding a million entries into a layer, and verifying it, fit a heap of 256 MB each. */
class FoldMemoryTest {
  private static final int DIRECTORIES = 50_000;
  private static final int FILES = 20;

  @TempDir private Path directory;

  @Test
  void a_million_entries_fit_the_heap() throws Exception {
    Path log = directory.resolve("log");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Folder.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(child.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(Files.readString(log)).isZero();
  }

  /** Runs in the child. */
  static final class Folder {
    private Folder() {}

    public static void main(String[] args) throws Exception {
      Path directory = Path.of(args[0]);
      LayerSummary summary;
      try (LayerWriter writer = LayerWriter.create(directory)) {
        Fold.run(List.of(new Synthetic(0), new Synthetic(1)), Below.NOTHING, writer);
        summary = writer.finish();
      }
      long names =
          LayerVerify.run(directory, summary.id(), LayerVerify.Depth.STRUCTURE, DataFiles.none());
      if (names != summary.entries() || names != DIRECTORIES * (FILES + 1)) {
        throw new IOException(names + " names of " + summary);
      }
    }
  }

  /** Every second file of each directory; every file is one of a group of two. */
  private static final class Synthetic implements DeltaSource {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.US_ASCII);

    private final int odd;
    private final Attributes directory = DeltaBuilder.attributes(FileType.DIRECTORY, 0755);
    private final Attributes file = DeltaBuilder.attributes(FileType.REGULAR, 0644);
    private final Body data;
    private TreePath parent = TreePath.ROOT;
    private int nextDirectory = -1;
    private int nextFile = FILES;

    private Synthetic(int odd) throws IOException {
      this.odd = odd;
      List<Part> parts = List.of(Part.inline(0, CONTENT.length));
      data =
          new Body.Data(CONTENT.length, ContentDigest.of(CONTENT.length, parts, content()), parts);
    }

    @Override
    public @Nullable DeltaEntry next() {
      if (nextFile < FILES) {
        TreePath path = parent.child(name("a-file-with-some-name-%02d", nextFile));
        int group = nextDirectory * FILES / 4 + nextFile / 4 + 1;
        nextFile += 2;
        return new DeltaEntry(path, NameState.NODE, file, group, data);
      }
      if (nextDirectory == DIRECTORIES) {
        return null;
      }
      parent =
          nextDirectory < 0 ? TreePath.ROOT : TreePath.of(name("directory-%06d", nextDirectory));
      nextFile = nextDirectory < 0 ? FILES : odd;
      nextDirectory++;
      return new DeltaEntry(parent, NameState.DIRECTORY, directory, 0, Body.NONE);
    }

    private static byte[] name(String format, int number) {
      return String.format(Locale.ROOT, format, number).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Content content() {
      return Synthetic::read;
    }

    private static int read(long offset, ByteBuffer into) {
      int n = Math.min(into.remaining(), CONTENT.length - (int) offset);
      into.put(CONTENT, (int) offset, n);
      return n;
    }

    @Override
    public Object groups() {
      return this;
    }

    @Override
    public void close() {}
  }
}
