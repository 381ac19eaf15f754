package io.labvm.nodechannel.reading;

import com.sun.net.httpserver.HttpExchange;
import io.labvm.nodechannel.ChannelJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes back to the portal: a document, or bytes as they are read. */
public final class Answer {
  private static final int BUFFER = 1 << 16;

  private final HttpExchange exchange;
  private boolean begun;

  Answer(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /** Whether the status went out already. */
  boolean begun() {
    return begun;
  }

  /** The request's header Range. */
  public @Nullable String range() {
    return exchange.getRequestHeaders().getFirst("Range");
  }

  /** A document of bounded size. */
  public void json(Map<String, ?> document) throws IOException {
    byte[] body = ChannelJson.write(document);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    begun = true;
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Writes bytes; the stream is left open when that fails, since closing it would end it well. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Nothing to say but that it is done. */
  public void done() throws IOException {
    begun = true;
    exchange.sendResponseHeaders(204, -1);
  }

  /**
   * Bytes as they are read.
   *
   * @param range header Content-Range, for a part
   * @param length of what follows; -1 when it shows only at the end
   */
  public void bytes(@Nullable String range, long length, Content content) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    exchange.getResponseHeaders().set("Accept-Ranges", length < 0 ? "none" : "bytes");
    if (range != null) {
      exchange.getResponseHeaders().set("Content-Range", range);
    }
    begun = true;
    exchange.sendResponseHeaders(range == null ? 200 : 206, sent(length));
    if (length == 0) {
      return;
    }
    OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), BUFFER);
    content.writeTo(out);
    out.flush();
    out.close();
  }

  /** The JDK's server: 0 means unknown, -1 nothing. */
  private static long sent(long length) {
    return length == 0 ? -1 : Math.max(length, 0);
  }
}
