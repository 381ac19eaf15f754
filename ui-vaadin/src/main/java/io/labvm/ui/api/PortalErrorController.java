package io.labvm.ui.api;

import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemWriter;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** The last resort: failures outside the controllers, told without any inner detail. */
@Hidden
@Controller
class PortalErrorController implements ErrorController {
  private final ProblemWriter problems;

  PortalErrorController(ProblemWriter problems) {
    this.problems = problems;
  }

  @RequestMapping("/error")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : 404;
    ProblemCode problem =
        Arrays.stream(ProblemCode.values())
            .filter(code -> code.status() == status)
            .findFirst()
            .orElse(status >= 500 ? ProblemCode.INTERNAL : ProblemCode.BAD_REQUEST);
    problems.write(response, problem, "The request could not be answered.");
  }
}
