package io.labvm.ui.desktops;

import org.jspecify.annotations.Nullable;

/**
 * A registration whose fields are all right.
 *
 * @param base full id
 * @param ssh true when the base has an sshd
 */
record CheckedMember(
    String login,
    String displayName,
    String mail,
    @Nullable String phone,
    String password,
    String base,
    boolean ssh,
    @Nullable String node,
    String language) {
  /** Leaves out the password: records are printed into logs. */
  @Override
  public String toString() {
    return "CheckedMember[login=" + login + "]";
  }
}
