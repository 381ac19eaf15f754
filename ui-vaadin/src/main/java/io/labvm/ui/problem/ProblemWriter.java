package io.labvm.ui.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes problem documents (RFC 9457) with a code, and field errors where there are some. */
@Component
public class ProblemWriter {
  private final JsonMapper json;

  ProblemWriter(JsonMapper json) {
    this.json = json;
  }

  /** Answers with a problem without fields. */
  public void write(HttpServletResponse response, ProblemCode code, String detail)
      throws IOException {
    write(response, ProblemException.of(code, detail));
  }

  /** Answers with a problem. A response that has begun already is left as it is. */
  public void write(HttpServletResponse response, ProblemException problem) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    response.setStatus(problem.code().status());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Long wait = seconds(problem.retryAfter());
    if (wait != null) {
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
    }
    response.getOutputStream().write(json.writeValueAsBytes(document(problem)));
  }

  /** The document's content. */
  public static Map<String, Object> document(ProblemException problem) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", title(problem.code()));
    document.put("status", problem.code().status());
    document.put("code", problem.code().wire());
    document.put("detail", String.valueOf(problem.getMessage()));
    List<FieldProblem> fields = problem.fields();
    if (!fields.isEmpty()) {
      document.put("errors", fields);
    }
    return document;
  }

  private static String title(ProblemCode code) {
    String words = code.wire().replace('-', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** Rounded up: a caller that waits so long must not be refused again. */
  private static @Nullable Long seconds(@Nullable Duration wait) {
    return wait == null ? null : Math.max(1, (wait.toMillis() + 999) / 1000);
  }
}
