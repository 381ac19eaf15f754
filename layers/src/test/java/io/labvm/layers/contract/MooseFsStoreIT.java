package io.labvm.layers.contract;

import io.labvm.layers.moosefs.MooseFs;
import io.labvm.layers.moosefs.MooseFsExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on MooseFS, through two mounts. */
@ExtendWith(MooseFsExtension.class)
class MooseFsStoreIT {
  private final Path first;
  private final Path second;

  MooseFsStoreIT(MooseFs moosefs) throws Exception {
    first = moosefs.client("first").path();
    second = moosefs.client("second").path();
  }

  private Sides make() throws Exception {
    String name = UUID.randomUUID().toString();
    Path directory = Files.createDirectory(first.resolve(name));
    return new Sides(directory, second.resolve(name));
  }

  @Nested
  class BasesAndDesktops extends StoreContract {
    BasesAndDesktops() {
      super(MooseFsStoreIT.this::make);
    }
  }

  @Nested
  class Versions extends VersionsContract {
    Versions() {
      super(MooseFsStoreIT.this::make);
    }
  }

  @Nested
  class Engine extends EngineContract {
    Engine() {
      super(MooseFsStoreIT.this::make);
    }
  }
}
