package io.labvm.ui.security;

import io.labvm.ui.accounts.SignIns;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends sessions whose account was frozen or denied or got another password, or whose sign-in ended,
 * at their next request; the database is asked once a second at most for each sign-in.
 */
final class SessionCheckFilter extends OncePerRequestFilter {
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int CACHED = 10_000;
  private static final String NOTED = SessionCheckFilter.class.getName();
  private static final long NOTED_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

  private final SignIns signIns;
  private final Map<SignedIn, Long> valid = new ConcurrentHashMap<>();

  SessionCheckFilter(SignIns signIns) {
    this.signIns = signIns;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication != null && authentication.getPrincipal() instanceof SignedIn signedIn) {
      if (isValid(signedIn)) {
        noteUse(request, signedIn);
      } else {
        end(request);
      }
    }
    chain.doFilter(request, response);
  }

  private boolean isValid(SignedIn signedIn) {
    Long checked = valid.get(signedIn);
    if (checked != null && System.nanoTime() - checked < FRESH_NANOS) {
      return true;
    }
    if (valid.size() > CACHED) {
      valid.clear();
    }
    boolean found = signIns.stands(signedIn.signIn(), signedIn.account(), signedIn.version());
    if (found) {
      valid.put(signedIn, System.nanoTime());
    } else {
      valid.remove(signedIn);
    }
    return found;
  }

  /** Once in a while, so that the sign-in ends no earlier than the session by being idle. */
  private void noteUse(HttpServletRequest request, SignedIn signedIn) {
    HttpSession session = request.getSession(false);
    if (session == null) {
      return;
    }
    long now = System.nanoTime();
    if (!(session.getAttribute(NOTED) instanceof Long noted) || now - noted > NOTED_EVERY_NANOS) {
      session.setAttribute(NOTED, now);
      signIns.used(signedIn.signIn());
    }
  }

  private static void end(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
    SecurityContextHolder.clearContext();
  }
}
