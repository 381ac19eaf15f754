package io.labvm.ui.security;

import io.labvm.ui.accounts.Account;
import io.labvm.ui.accounts.AccountRows;
import io.labvm.ui.accounts.Caller;
import io.labvm.ui.accounts.CurrentAccount;
import io.labvm.ui.accounts.Proven;
import io.labvm.ui.accounts.Stay;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The account of the current request, from Spring Security. */
@Component
class RequestAccount implements CurrentAccount {
  private final AccountRows accounts;
  private final StaySignedIn stays;

  RequestAccount(AccountRows accounts, StaySignedIn stays) {
    this.accounts = accounts;
    this.stays = stays;
  }

  @Override
  public Optional<Account> find() {
    return principal().flatMap(signedIn -> accounts.find(signedIn.account()));
  }

  @Override
  public Caller caller() {
    SignedIn signedIn =
        principal()
            .orElseThrow(() -> ProblemException.of(ProblemCode.UNAUTHENTICATED, "Sign in first."));
    return new Caller(signedIn.account(), signedIn.role(), address());
  }

  @Override
  public String address() {
    HttpServletRequest request = request();
    return request == null ? "" : request.getRemoteAddr();
  }

  @Override
  public Duration length(Stay stay) {
    return stays.length(stay);
  }

  @Override
  public void signIn(Proven proven, Stay stay) {
    HttpServletRequest request = request();
    HttpServletResponse response = response();
    if (request == null || response == null) {
      throw new IllegalStateException("signing in needs a request");
    }
    Account account =
        accounts
            .find(proven.account(), proven.version())
            .orElseThrow(
                () ->
                    ProblemException.of(
                        ProblemCode.BAD_CREDENTIALS, "Login or password is wrong."));
    String signIn = stays.begin(proven, stay, request, response);
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        new SignedIn(
                account.id().value(), account.login(), account.role(), proven.version(), signIn)
            .authentication());
    request.getSession(true);
    // A session id that somebody else has planted must not become the member's.
    request.changeSessionId();
    request
        .getSession()
        .setAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, context);
    SecurityContextHolder.setContext(context);
  }

  private static Optional<SignedIn> principal() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication != null && authentication.getPrincipal() instanceof SignedIn signedIn
        ? Optional.of(signedIn)
        : Optional.empty();
  }

  private static @Nullable HttpServletResponse response() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current
        ? current.getResponse()
        : null;
  }

  private static @Nullable HttpServletRequest request() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current
        ? current.getRequest()
        : null;
  }
}
