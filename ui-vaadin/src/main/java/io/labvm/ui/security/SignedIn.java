package io.labvm.ui.security;

import io.labvm.ui.accounts.AccountId;
import io.labvm.ui.accounts.Role;
import java.io.Serializable;
import java.security.Principal;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Who a session or a token belongs to.
 *
 * @param id account id
 * @param version of the account's credentials; a newer one in the database ends the session
 * @param signIn id of the sign-in, whose end ends the session; empty for a token
 */
public record SignedIn(String id, String login, Role role, int version, String signIn)
    implements Principal, Serializable {
  public AccountId account() {
    return new AccountId(id);
  }

  @Override
  public String getName() {
    return login;
  }

  /** An authentication with {@code ROLE_MEMBER} or {@code ROLE_ADMIN}. */
  public Authentication authentication() {
    return new UsernamePasswordAuthenticationToken(
        this, null, List.of(new SimpleGrantedAuthority("ROLE_" + role.name())));
  }
}
