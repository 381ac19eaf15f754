package io.labvm.ui.api;

import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemWriter;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * Answers paths below the API that no controller has. They would reach the pages otherwise, which
 * answer every path.
 */
@Configuration(proxyBeanMethods = false)
class UnknownPaths {
  /** After the controllers (0), before the pages (last). */
  private static final int ORDER = 1;

  @Bean
  SimpleUrlHandlerMapping unknownApiPaths(ProblemWriter problems) {
    HttpRequestHandler handler =
        (_, response) -> problems.write(response, ProblemCode.NOT_FOUND, "No such resource.");
    return new SimpleUrlHandlerMapping(
        Map.of(
            "/api/**",
            handler,
            "/internal/**",
            handler,
            "/files/**",
            handler,
            "/actuator/**",
            handler),
        ORDER);
  }
}
