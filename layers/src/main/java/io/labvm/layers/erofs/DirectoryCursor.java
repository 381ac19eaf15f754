package io.labvm.layers.erofs;

import io.labvm.linux.FileType;
import java.io.IOException;

/** Takes the names of one directory of an image in order; it holds one block at a time. */
public final class DirectoryCursor {
  private final ErofsImage image;
  private final ImageInode directory;
  private final int blocks;
  private DirectoryListing listing;
  private int nextBlock;
  private int at = -1;

  DirectoryCursor(ErofsImage image, ImageInode directory) throws IOException {
    this.image = image;
    this.directory = directory;
    this.blocks = image.directoryBlocks(directory);
    this.listing = DirectoryListing.EMPTY;
  }

  /** Goes to the next name but {@code .} and {@code ..}; false behind the last. */
  public boolean next() throws IOException {
    do {
      at++;
      while (at >= listing.count()) {
        if (nextBlock == blocks) {
          at = listing.count() - 1;
          return false;
        }
        listing = image.listing(directory, nextBlock++);
        at = 0;
      }
    } while (ErofsImage.isDots(listing.name(at)));
    return true;
  }

  public byte[] name() {
    return listing.name(at);
  }

  public FileType type() {
    return listing.type(at);
  }

  public long nid() {
    return listing.nid(at);
  }
}
