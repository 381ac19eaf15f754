package io.labvm.layers.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a plain directory; the second machine takes another way to it. */
class DirectoryStoreTest {
  @TempDir private Path root;

  private Sides make() throws Exception {
    Path directory = Files.createTempDirectory(root, "directory-");
    Path link = root.resolve(directory.getFileName() + "-link");
    return new Sides(directory, Files.createSymbolicLink(link, directory));
  }

  @Nested
  class BasesAndDesktops extends StoreContract {
    BasesAndDesktops() {
      super(DirectoryStoreTest.this::make);
    }
  }

  @Nested
  class Versions extends VersionsContract {
    Versions() {
      super(DirectoryStoreTest.this::make);
    }
  }
}
