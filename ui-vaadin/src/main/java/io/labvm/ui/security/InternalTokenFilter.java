package io.labvm.ui.security;

import io.labvm.ui.accounts.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets in the holder of the internal token, which is read anew each time: it may be replaced. */
final class InternalTokenFilter extends OncePerRequestFilter {
  private final Path file;

  InternalTokenFilter(Path file) {
    this.file = file;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String expected = Files.exists(file) ? Files.readString(file).strip() : "";
    String given = BearerFilter.token(request).orElse("");
    if (!expected.isEmpty() && Tokens.constantTimeEquals(expected, given)) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(
          new UsernamePasswordAuthenticationToken(
              "internal", null, List.of(new SimpleGrantedAuthority("ROLE_INTERNAL"))));
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }
}
