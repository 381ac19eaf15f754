package io.labvm.ui.page.frame;

import com.vaadin.flow.server.HttpStatusCode;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinServletContext;
import com.vaadin.flow.server.startup.ApplicationRouteRegistry;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Which addresses are pages. The page framework sends the same document to every address and finds
 * out in the browser what stands there; a client without a browser has to hear it too.
 */
@Component
public class PageRoutes implements VaadinServiceInitListener {
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final ServletContext context;

  PageRoutes(ServletContext context) {
    this.context = context;
  }

  /**
   * True for a request to read an address where nothing is; whoever asks, the answer is the page
   * that says so.
   */
  public boolean isUnknown(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return READING.contains(request.getMethod()) && !isPage(path);
  }

  private boolean isPage(String path) {
    return ApplicationRouteRegistry.getInstance(new VaadinServletContext(context))
        .getNavigationRouteTarget(path.replaceAll("^/+|/+$", ""))
        .hasTarget();
  }

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event.addIndexHtmlRequestListener(
        document -> {
          if (!isPage(path(document.getVaadinRequest()))) {
            document.getVaadinResponse().setStatus(HttpStatusCode.NOT_FOUND.getCode());
          }
        });
  }

  private static String path(VaadinRequest request) {
    String path = request.getPathInfo();
    return path == null ? "" : path;
  }
}
