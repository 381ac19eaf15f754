package io.labvm.ui.api;

import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import io.labvm.ui.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns every failure of a controller, Spring's own included, into a problem document. */
@RestControllerAdvice
class ApiProblems {
  private static final Logger LOG = LoggerFactory.getLogger(ApiProblems.class);

  private final ProblemWriter writer;

  ApiProblems(ProblemWriter writer) {
    this.writer = writer;
  }

  @ExceptionHandler
  void refused(ProblemException problem, HttpServletResponse response) throws IOException {
    writer.write(response, problem);
  }

  /** The parser's words are left out: they quote the body, which may hold a password. */
  @ExceptionHandler
  void unreadable(HttpMessageNotReadableException e, HttpServletResponse response)
      throws IOException {
    writer.write(response, ProblemCode.BAD_JSON, "The body is not the JSON object expected here.");
  }

  @ExceptionHandler
  void method(HttpRequestMethodNotSupportedException e, HttpServletResponse response)
      throws IOException {
    response.setHeader("Allow", String.join(", ", allowed(e)));
    writer.write(
        response, ProblemCode.METHOD_NOT_ALLOWED, e.getMethod() + " is not possible here.");
  }

  private static String[] allowed(HttpRequestMethodNotSupportedException e) {
    String[] methods = e.getSupportedMethods();
    return methods == null ? new String[0] : methods;
  }

  @ExceptionHandler
  void mediaType(HttpMediaTypeNotSupportedException e, HttpServletResponse response)
      throws IOException {
    writer.write(response, ProblemCode.UNSUPPORTED_MEDIA_TYPE, "Send application/json.");
  }

  @ExceptionHandler
  void notAcceptable(HttpMediaTypeNotAcceptableException e, HttpServletResponse response)
      throws IOException {
    writer.write(response, ProblemCode.NOT_ACCEPTABLE, "Answers are application/json.");
  }

  @ExceptionHandler
  void database(DataAccessException e, HttpServletResponse response) throws IOException {
    String id = UUID.randomUUID().toString();
    LOG.error("request failed, id {}", id, e);
    writer.write(
        response, ProblemCode.UNAVAILABLE, "The database does not answer as it should, id " + id);
  }

  /** A number that is none, or greater than any. */
  @ExceptionHandler
  void notOfItsKind(MethodArgumentTypeMismatchException e, HttpServletResponse response)
      throws IOException {
    writer.write(
        response, ProblemCode.BAD_REQUEST, e.getName() + " is not what is expected there.");
  }

  /** Not answered: an exception makes the server cut the connection, so that nobody is misled. */
  @ExceptionHandler
  void broken(BrokenDownload e) {
    throw e;
  }

  /** Security's own answers are made by its filters. */
  @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
  void security(RuntimeException e) {
    throw e;
  }

  @ExceptionHandler
  void other(Exception e, HttpServletResponse response) throws IOException {
    if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
      boolean missing = known.getStatusCode().isSameCodeAs(HttpStatus.NOT_FOUND);
      writer.write(
          response,
          missing ? ProblemCode.NOT_FOUND : ProblemCode.BAD_REQUEST,
          missing ? "No such resource." : "The request is not understood.");
      return;
    }
    String id = UUID.randomUUID().toString();
    LOG.error("request failed, id {}", id, e);
    writer.write(response, ProblemCode.INTERNAL, "Something unexpected happened, id " + id);
  }
}
