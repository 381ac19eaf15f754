package io.labvm.layers.contract;

import io.labvm.layers.moosefs.MooseFs;
import io.labvm.layers.moosefs.MooseFsExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on MooseFS, through two mounts. */
@ExtendWith(MooseFsExtension.class)
class MooseFsStoreIT extends StoreContract {
  private final Path first;
  private final Path second;

  MooseFsStoreIT(MooseFs moosefs) throws Exception {
    first = moosefs.client("first").path();
    second = moosefs.client("second").path();
  }

  @Override
  Sides directory() throws Exception {
    String name = UUID.randomUUID().toString();
    Files.createDirectory(first.resolve(name));
    return new Sides(first.resolve(name), second.resolve(name));
  }
}
