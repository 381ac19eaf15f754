package io.labvm.ui.desktops;

import org.jspecify.annotations.Nullable;

/** A registration whose fields are all right. */
record CheckedMember(
    String login,
    String displayName,
    String mail,
    @Nullable String phone,
    String password,
    CheckedDesktop desktop) {
  /** Leaves out the password: records are printed into logs. */
  @Override
  public String toString() {
    return "CheckedMember[login=" + login + "]";
  }
}
