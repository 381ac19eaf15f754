package io.labvm.ui.desktops;

import io.labvm.ui.PortalProperties;
import io.labvm.ui.accounts.FieldChecks;
import io.labvm.ui.nodes.BaseView;
import io.labvm.ui.nodes.NodeService;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks what a member or a desktop is to be, as a whole, and reports all that is wrong together.
 */
@Component
class RegistrationChecks {
  private final NodeService nodes;
  private final PortalProperties properties;

  RegistrationChecks(NodeService nodes, PortalProperties properties) {
    this.nodes = nodes;
    this.properties = properties;
  }

  CheckedMember check(NewMember member) {
    FieldChecks checks = new FieldChecks();
    String login = checks.login(member.login());
    String name = checks.displayName(member.displayName(), login);
    String mail = checks.mail(member.mail());
    String phone = checks.phone(member.phone());
    String password = checks.password("password", member.password(), member.login());
    CheckedDesktop desktop = check(member.desktop(), checks);
    return new CheckedMember(login, name, mail, phone, password, desktop);
  }

  CheckedDesktop check(WantedDesktop desktop) {
    return check(desktop, new FieldChecks());
  }

  private CheckedDesktop check(WantedDesktop desktop, FieldChecks checks) {
    Optional<BaseView> base = base(desktop.base(), checks);
    String node = node(desktop.node(), checks);
    String language = checks.language(desktop.language());
    checks.throwIfAny();
    BaseView found = base.orElseThrow();
    return new CheckedDesktop(found.id(), found.ssh(), node, language);
  }

  private Optional<BaseView> base(@Nullable String wanted, FieldChecks checks) {
    String name = wanted == null || wanted.isEmpty() ? properties.defaultBase() : wanted;
    Optional<BaseView> found =
        nodes.bases().stream()
            .filter(b -> b.id().equals(name) || (b.newest() && b.name().equals(name)))
            .findFirst();
    if (found.isEmpty()) {
      checks.bad("base", "unknown", "The store has no such base.");
    }
    return found;
  }

  private @Nullable String node(@Nullable String wanted, FieldChecks checks) {
    if (wanted == null || wanted.isEmpty()) {
      return null;
    }
    if (!nodes.choices().contains(wanted)) {
      return checks.bad("node", "unknown", "No such node takes new desktops now.");
    }
    return wanted;
  }
}
