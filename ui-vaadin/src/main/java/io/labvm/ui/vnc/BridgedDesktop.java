package io.labvm.ui.vnc;

import io.labvm.gateway.connector.PumpEnd;
import io.labvm.gateway.connector.Route;
import io.labvm.ui.changes.ChangeFeed;
import io.labvm.ui.vnc.VncTickets.Grant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

/** One browser joined with one desktop; each side is read only as fast as the other takes it. */
final class BridgedDesktop {
  private static final Logger LOG = LoggerFactory.getLogger(BridgedDesktop.class);
  private static final int BUFFER = 32 * 1024;

  private final WebSocketSession browser;
  private final PumpEnd desktop;
  private final Grant grant;
  private final Route route;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long lastByte = System.nanoTime();
  private volatile ChangeFeed.@Nullable Subscription subscription;

  BridgedDesktop(WebSocketSession browser, PumpEnd desktop, Grant grant, Route route) {
    this.browser = browser;
    this.desktop = desktop;
    this.grant = grant;
    this.route = route;
  }

  Grant grant() {
    return grant;
  }

  Route route() {
    return route;
  }

  /** Begins to carry bytes; the subscription ends with the connection. */
  void start(ChangeFeed.Subscription changes) {
    subscription = changes;
    if (closed.get()) {
      changes.close();
    }
    Thread.ofVirtual().name("vnc-" + browser.getId()).start(this::toBrowser);
  }

  void toDesktop(ByteBuffer bytes) throws IOException {
    lastByte = System.nanoTime();
    try {
      desktop.write(bytes);
    } catch (IOException e) {
      close(CloseStatus.NORMAL);
    }
  }

  /** sendMessage blocks until the browser has taken the bytes, up to the container's time limit. */
  private void toBrowser() {
    // Not a direct one: compression takes the array out.
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (desktop.read(buffer.clear()) >= 0) {
        lastByte = System.nanoTime();
        browser.sendMessage(new BinaryMessage(buffer.flip()));
      }
    } catch (IOException | IllegalStateException e) {
      LOG.debug("connection {} ended: {}", browser.getId(), e.getMessage());
    } finally {
      close(CloseStatus.NORMAL);
    }
  }

  boolean silent(Duration time) {
    return System.nanoTime() - lastByte > time.toNanos();
  }

  /** Closes both sides; repeatable. */
  void close(CloseStatus why) {
    if (closing()) {
      // A browser that does not read holds its closing up; whoever closes must not wait for it.
      Thread.ofVirtual().name("vnc-close").start(() -> quietly(() -> browser.close(why)));
    }
  }

  /** The same before it returns: the server itself closes the sockets of an ended session next. */
  void closeAtOnce(CloseStatus why) {
    if (closing()) {
      quietly(() -> browser.close(why));
    }
  }

  private boolean closing() {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    ChangeFeed.Subscription changes = subscription;
    if (changes != null) {
      changes.close();
    }
    desktop.close();
    return true;
  }

  private interface Closing {
    void run() throws IOException;
  }

  private static void quietly(Closing closing) {
    try {
      closing.run();
    } catch (IOException | IllegalStateException e) {
      LOG.debug("closing failed: {}", e.getMessage());
    }
  }
}
