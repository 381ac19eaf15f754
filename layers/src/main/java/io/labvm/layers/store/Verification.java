package io.labvm.layers.store;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.durable.Digests;
import io.labvm.layers.erofs.ErofsImage;
import io.labvm.layers.erofs.ImageWalk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a store holds and says what is damaged; changes nothing and goes on behind damage.
 *
 * @param checked things looked at
 * @param damaged what was found, in words, with file and offset
 * @param unsupported what a newer release wrote: neither sound nor damaged as far as this one knows
 */
public record Verification(long checked, List<String> damaged, List<String> unsupported) {
  public Verification {
    damaged = List.copyOf(damaged);
    unsupported = List.copyOf(unsupported);
  }

  /**
   * Says that not all could be read, when nothing worse was found.
   *
   * @throws LayerException unsupported
   */
  public Verification requireSupported() throws LayerException {
    if (damaged.isEmpty() && !unsupported.isEmpty()) {
      throw new LayerException(
          LayerError.UNSUPPORTED,
          "%d of %d are of another release, and must not be repaired with this one: %s"
              .formatted(unsupported.size(), checked, unsupported.getFirst()));
    }
    return this;
  }

  /** Every base and everything else. */
  public static Verification of(Store store, boolean readData) throws IOException {
    return Verify.of(store, Optional.empty(), readData ? DataShare.ALL : DataShare.NONE);
  }

  /** One base: its document, the structure of its image, and with data its digest too. */
  static void check(Bases bases, BaseId id, boolean readData) throws IOException {
    Base base = bases.get(id);
    Path file = bases.image(id);
    try (ErofsImage image = ErofsImage.open(file)) {
      if (image.size() != base.bytes()) {
        throw LayerException.damaged(file, image.size(), "should have " + base.bytes() + " bytes");
      }
      long entries = ImageWalk.count(image);
      if (entries != base.entries()) {
        throw LayerException.damaged(file, 0, entries + " entries, not " + base.entries());
      }
    }
    if (readData && !Digests.sha256(file).equals(base.digest())) {
      throw LayerException.damaged(file, 0, "digest differs from " + base.digest());
    }
  }
}
