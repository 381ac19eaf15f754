package io.labvm.ui.security;

import io.labvm.ui.accounts.Account;
import io.labvm.ui.accounts.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs in the holder of a valid bearer token for one request. A bad token is no token. */
final class BearerFilter extends OncePerRequestFilter {
  private static final String SCHEME = "bearer ";

  private final Tokens tokens;

  BearerFilter(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The bearer token of a request; empty without one. */
  static Optional<String> token(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Optional.empty();
    }
    return Optional.of(header.substring(SCHEME.length()).strip());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    token(request).flatMap(tokens::authenticate).ifPresent(BearerFilter::signIn);
    chain.doFilter(request, response);
  }

  private static void signIn(Account account) {
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        new SignedIn(account.id().value(), account.login(), account.role(), 0, "")
            .authentication());
    SecurityContextHolder.setContext(context);
  }
}
