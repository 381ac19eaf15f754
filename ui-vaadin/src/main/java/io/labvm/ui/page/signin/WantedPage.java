package io.labvm.ui.page.signin;

import com.vaadin.flow.server.VaadinServletRequest;
import com.vaadin.flow.server.VaadinServletResponse;
import java.net.URI;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;

/** The page that somebody asked for before having to sign in. */
final class WantedPage {
  private WantedPage() {}

  /** Its address inside the portal, once; else the first page. */
  static String take() {
    var request = VaadinServletRequest.getCurrent();
    var response = VaadinServletResponse.getCurrent();
    if (request == null || response == null) {
      return ".";
    }
    var cache = new HttpSessionRequestCache();
    var saved = cache.getRequest(request, response);
    if (saved == null) {
      return ".";
    }
    cache.removeRequest(request, response);
    return local(saved.getRedirectUrl());
  }

  /** Path and query alone, so that no saved address leads elsewhere. */
  static String local(String url) {
    try {
      var uri = URI.create(url);
      var path = uri.getRawPath() == null ? "/" : uri.getRawPath();
      // Spring marks saved requests with this parameter.
      var query =
          uri.getRawQuery() == null ? "" : uri.getRawQuery().replaceFirst("&?continue$", "");
      // Two slashes at the start would name another host.
      return "/" + path.replaceFirst("^/+", "") + (query.isEmpty() ? "" : "?" + query);
    } catch (IllegalArgumentException notAnAddress) {
      return ".";
    }
  }
}
