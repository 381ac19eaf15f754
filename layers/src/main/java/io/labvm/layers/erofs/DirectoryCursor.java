package io.labvm.layers.erofs;

import io.labvm.linux.FileType;
import java.io.IOException;
import java.util.Arrays;

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

  /** Stands before the first name behind {@code after}; found by halving, block by block. */
  DirectoryCursor(ErofsImage image, ImageInode directory, byte[] after) throws IOException {
    this(image, directory);
    int low = 0;
    int high = blocks - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Arrays.compareUnsigned(image.listing(directory, middle).name(0), after) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (blocks > 0) {
      listing = image.listing(directory, low);
      nextBlock = low + 1;
      while (at + 1 < listing.count() && Arrays.compareUnsigned(listing.name(at + 1), after) <= 0) {
        at++;
      }
    }
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
