package io.labvm.ui.security;

import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import io.labvm.ui.PortalProperties;
import io.labvm.ui.accounts.SignIns;
import io.labvm.ui.accounts.Tokens;
import io.labvm.ui.page.frame.PageRoutes;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.session.HttpSessionEventPublisher;

/** The filter chains: each kind of caller has its own, chosen by path. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {
  /** Vaadin's client is inline script and uses eval; everything else comes from the portal. */
  private static final String PAGE_POLICY =
      "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
          + " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
          + " connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self';"
          + " form-action 'self'; frame-ancestors 'none'";

  private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";
  private static final String PERMISSIONS =
      "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-read=(self),"
          + " clipboard-write=(self), fullscreen=(self)";

  /**
   * Pages are made behind a forward, whose end commits the response past the filter: headers
   * written late would be missing.
   */
  private static final ObjectPostProcessor<HeaderWriterFilter> EAGER =
      new ObjectPostProcessor<>() {
        @Override
        public <F extends HeaderWriterFilter> F postProcess(F filter) {
          filter.setShouldWriteHeadersEagerly(true);
          return filter;
        }
      };

  /** Bearer tokens, no session, no cookie: nothing that a foreign page could ride on. */
  @Bean
  @Order(1)
  SecurityFilterChain apiChain(HttpSecurity http, Tokens tokens, ProblemWriter problems) {
    http.securityMatcher("/api/**");
    stateless(http, problems);
    http.authorizeHttpRequests(
        requests ->
            requests
                .requestMatchers(HttpMethod.POST, "/api/v1/registrations", "/api/v1/tokens")
                .permitAll()
                .requestMatchers(HttpMethod.GET, "/api/v1/openapi.json")
                .permitAll()
                .anyRequest()
                .authenticated());
    http.addFilterBefore(new BearerFilter(tokens), UsernamePasswordAuthenticationFilter.class);
    http.addFilterAfter(new BodyLimitFilter(problems), AuthorizationFilter.class);
    return http.build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain internalChain(
      HttpSecurity http, PortalProperties properties, ProblemWriter problems) {
    http.securityMatcher("/internal/**");
    stateless(http, problems);
    http.authorizeHttpRequests(requests -> requests.anyRequest().hasRole("INTERNAL"));
    http.addFilterBefore(
        new InternalTokenFilter(properties.internalTokenFile()),
        UsernamePasswordAuthenticationFilter.class);
    http.addFilterAfter(new BodyLimitFilter(problems), AuthorizationFilter.class);
    return http.build();
  }

  @Bean
  @Order(3)
  SecurityFilterChain actuatorChain(HttpSecurity http, ProblemWriter problems) {
    http.securityMatcher("/actuator/**");
    stateless(http, problems);
    http.authorizeHttpRequests(
        requests ->
            requests
                .requestMatchers(HttpMethod.GET, "/actuator/health/**")
                .permitAll()
                .anyRequest()
                .denyAll());
    return http.build();
  }

  /**
   * The session proves who opens the WebSocket, or saves a file; the ticket, or the path, which
   * desktop.
   */
  @Bean
  @Order(4)
  SecurityFilterChain browserViewChain(HttpSecurity http, SignIns signIns) {
    http.securityMatcher("/vnc-ws", "/files/**");
    headers(http, DATA_POLICY);
    http.csrf(AbstractHttpConfigurer::disable);
    http.requestCache(AbstractHttpConfigurer::disable);
    http.sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.NEVER));
    http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated());
    http.exceptionHandling(
        e -> e.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)));
    http.addFilterAfter(new SessionCheckFilter(signIns), SecurityContextHolderFilter.class);
    return http.build();
  }

  /** Pages: each view says by annotation who may open it. */
  @Bean
  @Order(5)
  SecurityFilterChain pageChain(
      HttpSecurity http, SignIns signIns, PageRoutes pages, StaySignedIn stays) {
    headers(http, PAGE_POLICY);
    http.authorizeHttpRequests(
        requests ->
            requests
                .requestMatchers("/labvm/**", "/aura/**", "/styles.css", "/favicon.*", "/error")
                .permitAll()
                // Nobody should have to sign in to hear that there is nothing.
                .requestMatchers(pages::isUnknown)
                .permitAll());
    http.addFilterAfter(new SessionCheckFilter(signIns), SecurityContextHolderFilter.class);
    // Signing out is told to it as well, without being asked for.
    http.rememberMe(r -> r.key(StaySignedIn.KEY).rememberMeServices(stays));
    http.with(VaadinSecurityConfigurer.vaadin(), vaadin -> vaadin.loginView("/signin", "/signin"));
    return http.build();
  }

  private static void stateless(HttpSecurity http, ProblemWriter problems) {
    headers(http, DATA_POLICY);
    http.csrf(AbstractHttpConfigurer::disable);
    http.requestCache(AbstractHttpConfigurer::disable);
    http.logout(AbstractHttpConfigurer::disable);
    http.sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    http.exceptionHandling(
        e ->
            e.authenticationEntryPoint(
                    (_, response, _) -> {
                      response.setHeader("WWW-Authenticate", "Bearer");
                      problems.write(
                          response, ProblemCode.UNAUTHENTICATED, "A valid bearer token is needed.");
                    })
                .accessDeniedHandler(
                    (_, response, _) ->
                        problems.write(response, ProblemCode.FORBIDDEN, "You may not do this.")));
  }

  private static void headers(HttpSecurity http, String policy) {
    http.headers(
        headers ->
            headers
                .contentSecurityPolicy(csp -> csp.policyDirectives(policy))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(r -> r.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(p -> p.policy(PERMISSIONS))
                .withObjectPostProcessor(EAGER));
  }

  /** Tells when sessions end, so that open desktops of theirs are closed. */
  @Bean
  HttpSessionEventPublisher sessionEvents() {
    return new HttpSessionEventPublisher();
  }

  /** Paths that the firewall refuses get the same kind of answer as everything else. */
  @Bean
  RequestRejectedHandler rejectedRequests(ProblemWriter problems) {
    return (_, response, _) ->
        problems.write(response, ProblemCode.BAD_REQUEST, "The request's form is not allowed.");
  }

  /** Keeps Spring Boot from making a user with a printed password; nobody signs in by this. */
  @Bean
  UserDetailsService noUsers() {
    return login -> {
      throw new UsernameNotFoundException("sign in by the page or the API");
    };
  }
}
