package io.labvm.ui.vnc;

/**
 * What a page needs to show a desktop; handed to the page by the server's push only, never in a
 * URL.
 *
 * @param ticket one-time, 30 s; offer the sub-protocols {@code binary} and {@code ticket.<ticket>}
 * @param vncSecret for VncAuth
 * @param path path of the WebSocket, from the root of the portal
 */
public record VncAccess(String ticket, String vncSecret, String path) {
  /** Holds no secret: records are printed into logs. */
  @Override
  public String toString() {
    return "VncAccess[path=" + path + "]";
  }
}
