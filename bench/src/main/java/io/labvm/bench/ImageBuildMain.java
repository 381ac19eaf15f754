package io.labvm.bench;

import io.labvm.layers.erofs.ImageSummary;
import io.labvm.layers.source.ImageBuild;
import io.labvm.layers.source.ImportProgress;
import io.labvm.layers.source.TreeSource;
import java.io.IOException;
import java.nio.file.Path;

/** {@code ImageBuildMain SOURCE IMAGE}: the work of mkfs.erofs and nothing else, to be timed. */
public final class ImageBuildMain {
  private ImageBuildMain() {}

  /** Writes SOURCE into a new IMAGE. */
  public static void main(String[] args) throws IOException {
    ImageSummary summary =
        ImageBuild.write(TreeSource.of(Path.of(args[0])), Path.of(args[1]), ImportProgress.none());
    if (!summary.omissions().isEmpty()) {
      throw new IOException("not everything was kept: " + summary.omissions().asMap());
    }
  }
}
