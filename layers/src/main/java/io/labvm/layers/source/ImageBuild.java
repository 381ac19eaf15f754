package io.labvm.layers.source;

import io.labvm.layers.erofs.Attributes;
import io.labvm.layers.erofs.ErofsWriter;
import io.labvm.layers.erofs.ImageSummary;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a source into a new image file. */
public final class ImageBuild {
  private ImageBuild() {}

  /** Writes the image without making it durable; a failure leaves no file. */
  public static ImageSummary write(TreeSource source, Path image, ImportProgress progress)
      throws IOException {
    return write(source, image, progress, false);
  }

  /** Writes the image and makes its content durable; a failure leaves no file. */
  public static ImageSummary writeDurably(TreeSource source, Path image, ImportProgress progress)
      throws IOException {
    return write(source, image, progress, true);
  }

  private static ImageSummary write(
      TreeSource source, Path image, ImportProgress progress, boolean durable) throws IOException {
    boolean whole = false;
    try (ErofsWriter writer = new ErofsWriter(image, plainDirectory())) {
      source.writeTo(writer, progress);
      ImageSummary summary = writer.finish();
      if (durable) {
        writer.sync();
      }
      whole = true;
      return summary;
    } finally {
      if (!whole) {
        Files.deleteIfExists(image);
      }
    }
  }

  /** What a directory has that an archive does not mention. */
  static Attributes plainDirectory() {
    return new Attributes(FileType.DIRECTORY.modeBits() | 0755, 0, 0, 0, 0, 0, 0, List.of());
  }
}
