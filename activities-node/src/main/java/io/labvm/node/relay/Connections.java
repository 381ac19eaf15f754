package io.labvm.node.relay;

import io.labvm.contract.desktop.DesktopId;
import java.net.Socket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The open connections by desktop, bounded. */
final class Connections {
  private final int most;
  private final Map<DesktopId, Set<Socket>> open = new HashMap<>();

  Connections(int most) {
    this.most = most;
  }

  /** False when the desktop has as many as it may. */
  synchronized boolean add(DesktopId desktop, Socket socket) {
    Set<Socket> sockets = open.computeIfAbsent(desktop, _ -> new HashSet<>());
    return sockets.size() < most && sockets.add(socket);
  }

  synchronized void remove(DesktopId desktop, Socket socket) {
    Set<Socket> sockets = open.get(desktop);
    if (sockets != null && sockets.remove(socket) && sockets.isEmpty()) {
      open.remove(desktop);
    }
  }

  synchronized List<Socket> of(DesktopId desktop) {
    return List.copyOf(open.getOrDefault(desktop, Set.of()));
  }

  synchronized int count(DesktopId desktop) {
    return open.getOrDefault(desktop, Set.of()).size();
  }
}
