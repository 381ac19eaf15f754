package io.labvm.contract.desktop;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labvm.contract.Checks;
import io.labvm.contract.node.NodeId;
import io.labvm.contract.store.BaseId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The wanted shape of a desktop. Holds no secret: it stands in Temporal histories.
 *
 * @param desktop its id
 * @param login name of the member's user inside, uid 1000
 * @param base full id of its base
 * @param node the node the member chose, or null for automatic
 * @param address its private IPv4 address, the same on every node
 * @param language {@code zh_CN} or {@code en_US}
 * @param limits what it may use
 * @param origin what it was forked from, null when it began with its base
 */
public record DesktopSpec(
    DesktopId desktop,
    String login,
    BaseId base,
    @Nullable NodeId node,
    String address,
    String language,
    Limits limits,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Origin origin) {
  public DesktopSpec {
    Objects.requireNonNull(desktop, "desktop");
    Checks.name("login", login);
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(language, "language");
    Objects.requireNonNull(limits, "limits");
  }

  /** One that begins with its base. */
  public DesktopSpec(
      DesktopId desktop,
      String login,
      BaseId base,
      @Nullable NodeId node,
      String address,
      String language,
      Limits limits) {
    this(desktop, login, base, node, address, language, limits, null);
  }

  /** The same with other limits. */
  public DesktopSpec with(Limits other) {
    return new DesktopSpec(desktop, login, base, node, address, language, other, origin);
  }
}
