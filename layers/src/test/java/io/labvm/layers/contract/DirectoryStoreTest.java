package io.labvm.layers.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a plain directory; the second machine takes another way to it. */
class DirectoryStoreTest extends StoreContract {
  @TempDir private Path root;
  private int made;

  @Override
  Sides directory() throws Exception {
    made++;
    Path directory = Files.createDirectories(root.resolve("directory-" + made));
    Path link = Files.createSymbolicLink(root.resolve("link-" + made), directory);
    return new Sides(directory, link);
  }
}
