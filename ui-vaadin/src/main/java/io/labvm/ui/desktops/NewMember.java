package io.labvm.ui.desktops;

import org.jspecify.annotations.Nullable;

/**
 * A registration as it comes from outside: nothing of it is checked yet.
 *
 * @param base full id or bare name; null for the platform's default
 * @param node null for automatic
 * @param language {@code zh_CN} (default) or {@code en_US}
 */
public record NewMember(
    @Nullable String login,
    @Nullable String displayName,
    @Nullable String mail,
    @Nullable String phone,
    @Nullable String password,
    @Nullable String base,
    @Nullable String node,
    @Nullable String language) {
  /** The desktop that is asked for with it. */
  public WantedDesktop desktop() {
    return new WantedDesktop(base, node, language);
  }

  /** Leaves out the password: records are printed into logs. */
  @Override
  public String toString() {
    return "NewMember[login=" + login + ", base=" + base + ", node=" + node + "]";
  }
}
