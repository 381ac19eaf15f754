package io.labvm.ui.api;

import io.labvm.ui.versions.StoreReading.Content;
import io.labvm.ui.versions.VersionPath;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Sends what a version holds to be saved, never to be shown: a member wrote it, and a page made of
 * it would run as the portal.
 */
final class Downloads {
  private static final int LONGEST_NAME = 150;
  private static final String INERT = "default-src 'none'; sandbox";

  private Downloads() {}

  static void file(HttpServletResponse response, Content content, VersionPath path) {
    send(response, content, saved(path, "file"), content.range());
  }

  static void archive(HttpServletResponse response, Content content, VersionPath path) {
    send(response, content, saved(path, "root") + ".tar", null);
  }

  private static void send(
      HttpServletResponse response, Content content, String name, @Nullable String range) {
    try (InputStream in = content.stream()) {
      response.setStatus(range == null ? 200 : 206);
      response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION,
          ContentDisposition.attachment()
              .filename(name, StandardCharsets.UTF_8)
              .build()
              .toString());
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setHeader("Content-Security-Policy", INERT);
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      if (content.length() >= 0) {
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setContentLengthLong(content.length());
      }
      if (range != null) {
        response.setHeader(HttpHeaders.CONTENT_RANGE, range);
      }
      response.flushBuffer();
      in.transferTo(response.getOutputStream());
    } catch (IOException e) {
      throw new BrokenDownload(e);
    }
  }

  /** A name that every system can save, without directions for terminals or readers. */
  private static String saved(VersionPath path, String otherwise) {
    String name = path.name().replaceAll("[\\\\/:*?\"<>|]", "_");
    String shorter = name.substring(0, name.offsetByCodePoints(0, length(name)));
    return shorter.isBlank() || shorter.matches("\\.+") ? otherwise : shorter;
  }

  private static int length(String name) {
    return Math.min(LONGEST_NAME, name.codePointCount(0, name.length()));
  }
}
