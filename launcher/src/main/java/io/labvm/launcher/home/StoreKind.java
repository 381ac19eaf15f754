package io.labvm.launcher.home;

import io.labvm.launcher.shell.UserError;
import java.util.Locale;

/** What the store of a home lies on. */
public enum StoreKind {
  /** A directory of the home. */
  DIRECTORY,
  /** A MooseFS whose servers run beside the home's other processes. */
  MOOSEFS;

  /** As the home's settings name it. */
  String setting() {
    return name().toLowerCase(Locale.ROOT);
  }

  static StoreKind of(String setting) {
    for (StoreKind kind : values()) {
      if (kind.setting().equals(setting)) {
        return kind;
      }
    }
    throw new UserError(
        "Cannot use this home", "its settings name a store of kind '" + setting + "'", "");
  }
}
