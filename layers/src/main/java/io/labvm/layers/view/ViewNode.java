package io.labvm.layers.view;

import io.labvm.layers.erofs.ImageInode;
import io.labvm.linux.FileType;
import java.util.List;

/** What a name is in a merged view: a directory that several images share, or anything else. */
public final class ViewNode {
  private final List<Place> places;

  /**
   * @param places top first; more than one only for a directory
   */
  ViewNode(List<Place> places) {
    this.places = List.copyOf(places);
  }

  List<Place> places() {
    return places;
  }

  Place top() {
    return places.getFirst();
  }

  /** The inode whose attributes and content show. */
  public ImageInode inode() {
    return top().inode();
  }

  public FileType type() {
    return inode().type();
  }

  public boolean isDirectory() {
    return top().isDirectory();
  }

  /** Of a non-directory: which inode it is. */
  public Identity identity() {
    return top().identity();
  }

  /** Whether both are made of the same inodes, and so equal with all that lies below them. */
  public boolean isSame(ViewNode other) {
    return identities().equals(other.identities());
  }

  private List<Identity> identities() {
    return places.stream().map(Place::identity).toList();
  }
}
