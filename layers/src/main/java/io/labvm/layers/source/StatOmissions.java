package io.labvm.layers.source;

import io.labvm.layers.erofs.Omission;
import io.labvm.layers.erofs.Omissions;
import io.labvm.linux.FileType;
import io.labvm.linux.Stat;

/** Counts what an inode has that an image cannot show. */
final class StatOmissions {
  private StatOmissions() {}

  static void count(Stat stat, Omissions omissions) {
    if (stat.immutable()) {
      omissions.add(Omission.IMMUTABLE_FLAG);
    }
    if (stat.appendOnly()) {
      omissions.add(Omission.APPEND_ONLY_FLAG);
    }
    if (stat.type() == FileType.CHARACTER_DEVICE
        && stat.deviceMajor() == 0
        && stat.deviceMinor() == 0) {
      omissions.add(Omission.WHITEOUT);
    }
  }
}
