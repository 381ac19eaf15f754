package io.labvm.layers.command;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.linux.LinuxException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Locale;

/** Failures in the words of who gave the command. */
final class Messages {
  private Messages() {}

  static String of(IOException e) {
    return switch (e) {
      case LayerException layer -> text(layer);
      case LinuxException linux -> of(linux);
      case NoSuchFileException file -> file.getFile() + " does not exist";
      case NotDirectoryException file -> file.getFile() + " is not a directory";
      case DirectoryNotEmptyException file -> file.getFile() + " is not empty";
      case FileAlreadyExistsException file -> file.getFile() + " exists already";
      case AccessDeniedException file -> "no permission for " + file.getFile();
      case NotLinkException file -> file.getFile() + " is not a symbolic link";
      case FileSystemLoopException file -> file.getFile() + " leads back into itself";
      case FileSystemException file -> of(file);
      default -> text(e);
    };
  }

  /** A refusal with what to do instead; any other failure as it is. */
  static LayerException advised(LayerException e, String advice) {
    return e.error() == LayerError.REFUSED
        ? new LayerException(e.error(), text(e) + "; " + advice, e)
        : e;
  }

  private static String of(LinuxException e) {
    String what = e.call() + " of " + e.path();
    return switch (e.errno()) {
      case ENOTSUP, ENOSYS -> what + " is not supported by this kernel or in this place";
      case EPERM, EACCES -> what + " is not permitted";
      case ENOENT -> e.path() + " does not exist";
      case ENOSPC -> "no space left for " + e.path();
      case EBUSY -> e.path() + " is in use";
      case EROFS -> e.path() + " is on a read-only file system";
      default -> what + " failed: " + e.errno();
    };
  }

  private static String of(FileSystemException e) {
    String reason = e.getReason() == null ? "" : e.getReason();
    return reason.isEmpty()
        ? e.getFile() + " cannot be used"
        : e.getFile()
            + ": "
            + reason.substring(0, 1).toLowerCase(Locale.ROOT)
            + reason.substring(1);
  }

  private static String text(IOException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    return message.isEmpty() ? "reading or writing failed" : message;
  }
}
