package io.labvm.layers.command;

import io.labvm.layers.erofs.ImageInode;
import io.labvm.layers.view.NodeJson;
import io.labvm.layers.view.StackView;
import io.labvm.layers.view.ViewNode;
import io.labvm.linux.FileType;
import io.labvm.linux.Names;
import java.io.IOException;

/** Entries of a view as a command shows them. */
final class NodeText {
  private NodeText() {}

  static String line(StackView view, byte[] name, ViewNode node) throws IOException {
    ImageInode inode = node.inode();
    String target =
        inode.type() == FileType.SYMBOLIC_LINK ? " -> " + Names.printable(view.readLink(node)) : "";
    return "%-16s %04o %10d %10d %14d %s %s%s"
        .formatted(
            NodeJson.type(node),
            inode.mode() & 07777,
            Integer.toUnsignedLong(inode.uid()),
            Integer.toUnsignedLong(inode.gid()),
            inode.size(),
            NodeJson.time(inode),
            Names.printable(name),
            target);
  }
}
