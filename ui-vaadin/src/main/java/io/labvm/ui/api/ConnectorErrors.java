package io.labvm.ui.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Answers what Tomcat refuses before any filter sees it, such as a broken path, by a problem
 * document. Tomcat makes it by its name, hence public.
 */
public final class ConnectorErrors extends ErrorReportValve {
  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    response.setContentType("application/problem+json");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    try {
      var writer = response.getReporter();
      if (writer != null) {
        writer.write(document(status));
        response.finishResponse();
      }
    } catch (IOException e) {
      // The caller is gone; there is nobody to tell.
    }
  }

  private static String document(int status) {
    return """
        {"type":"about:blank","title":"%s","status":%d,"code":"%s",\
        "detail":"The request could not be answered."}"""
        .formatted(
            status < 500 ? "Bad request" : "Internal",
            status,
            status < 500 ? "bad-request" : "internal");
  }
}
