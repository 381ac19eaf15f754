package io.labvm.layers.sync;

import io.labvm.layers.delta.TreePath;
import io.labvm.layers.store.DesktopKey;
import io.labvm.layers.store.Store;
import io.labvm.linux.LinuxException;
import io.labvm.linux.TreeEvents;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ships the changes of many desktops continuously: one reader of events for all, and a thread for
 * each that sleeps while nothing changes. What events cannot tell is found by scans.
 */
public final class SyncEngine implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SyncEngine.class);
  private static final int POLL_MILLIS = 500;

  private final SyncSettings settings;
  private final SyncListener listener;
  private final SegmentRate rate;
  private final EventProbe probe = new EventProbe();
  private final @Nullable TreeEvents events;
  private final Map<Integer, LiveDesktop> trees = new ConcurrentHashMap<>();
  private final Map<DesktopKey, Running> running = new ConcurrentHashMap<>();
  private final AtomicInteger lastTree = new AtomicInteger();
  private final Thread reader = Thread.ofPlatform().daemon().name("events").unstarted(this::read);
  private volatile boolean closing;

  /** What one desktop asks of this. */
  private final class Source implements LiveDesktop.EventSource {
    private final int tree;
    private final SyncedUpper place;

    Source(int tree, SyncedUpper place) {
      this.tree = tree;
      this.place = place;
    }

    @Override
    public void drain() throws IOException {
      SyncEngine.this.drain();
    }

    @Override
    public Optional<TreeEvents.Source> watch() {
      return SyncEngine.this.watch(tree, place);
    }
  }

  private record Running(int tree, LiveDesktop desktop, Thread thread) {}

  public SyncEngine(SyncSettings settings, SyncListener listener) {
    this.settings = settings;
    this.listener = listener;
    this.rate = new SegmentRate(settings.segmentsPerSecond());
    this.events = open(settings);
    if (events != null) {
      reader.start();
    }
  }

  private static @Nullable TreeEvents open(SyncSettings settings) {
    for (TreeEvents.Source source : settings.sources()) {
      try {
        TreeEvents events = TreeEvents.open(source);
        LOG.info("changes are noticed by {}", source);
        return events;
      } catch (LinuxException e) {
        LOG.info("no {}: {}", source, e.getMessage());
      }
    }
    LOG.info("changes are noticed by scans only");
    return null;
  }

  /** Begins to ship an upper: watched first, then scanned as a whole. */
  public synchronized void add(Store store, SyncedUpper place) {
    if (running.containsKey(place.desktop())) {
      throw new IllegalStateException("desktop " + place.desktop() + " is shipped already");
    }
    int tree = lastTree.incrementAndGet();
    LiveDesktop desktop =
        new LiveDesktop(store, place, settings, listener, rate, new Source(tree, place));
    trees.put(tree, desktop);
    desktop.setSource(watch(tree, place));
    Thread thread = Thread.ofPlatform().name("sync " + place.desktop()).start(desktop);
    running.put(place.desktop(), new Running(tree, desktop, thread));
  }

  private Optional<TreeEvents.Source> watch(int tree, SyncedUpper place) {
    if (events == null) {
      return Optional.empty();
    }
    try {
      if (!events.watch(tree, place.upper())) {
        LOG.warn("desktop {} has more directories than can be watched", place.desktop());
      } else if (!probe.hears(watching(events), lastTree.incrementAndGet(), place.upper())) {
        LOG.warn("no changes are told where desktop {} is", place.desktop());
      } else {
        return Optional.of(events.source());
      }
    } catch (IOException e) {
      LOG.warn("desktop {} cannot be watched: {}", place.desktop(), e.getMessage());
    }
    events.unwatch(tree);
    return Optional.empty();
  }

  /** This process's share of what the store may be asked for; positive. */
  public void setSegmentsPerSecond(double share) {
    rate.setPerSecond(share);
  }

  private static EventProbe.Watching watching(TreeEvents events) {
    return new EventProbe.Watching() {
      @Override
      public boolean watch(int tree, Path root) throws LinuxException {
        return events.watch(tree, root);
      }

      @Override
      public void unwatch(int tree) {
        events.unwatch(tree);
      }
    };
  }

  /** Ships what is left of a desktop and ends; an unknown one is nothing. */
  public void remove(DesktopKey key) throws InterruptedException {
    Running desktop = running.remove(key);
    if (desktop != null) {
      desktop.desktop().stop();
      desktop.thread().join();
      trees.remove(desktop.tree());
      if (events != null) {
        events.unwatch(desktop.tree());
      }
    }
  }

  /** What would be lost now; empty for a desktop that is not shipped here. */
  public Optional<RecoveryPoint> recoveryPoint(DesktopKey key) {
    return Optional.ofNullable(running.get(key)).map(r -> r.desktop().recoveryPoint());
  }

  private void read() {
    while (!closing && events != null) {
      try {
        if (events.await(POLL_MILLIS)) {
          drain();
        }
      } catch (IOException | RuntimeException e) {
        LOG.warn("events cannot be read, scanning instead", e);
        trees.values().forEach(d -> d.setSource(Optional.empty()));
        trees.values().forEach(d -> d.dirty().everything());
        return;
      }
    }
  }

  private void drain() throws IOException {
    if (events != null) {
      events.drain(told);
    }
  }

  private final TreeEvents.Listener told =
      new TreeEvents.Listener() {
        @Override
        public void changed(int tree, byte[] path) {
          mark(tree, path, false);
        }

        @Override
        public void arrived(int tree, byte[] path) {
          mark(tree, path, true);
        }

        @Override
        public void lost(int tree) {
          LiveDesktop desktop = trees.get(tree);
          if (desktop != null) {
            desktop.dirty().everything();
          }
        }

        @Override
        public void blind(int tree) {
          LiveDesktop desktop = trees.get(tree);
          if (desktop != null) {
            desktop.setSource(Optional.empty());
            desktop.dirty().everything();
          }
        }
      };

  private void mark(int tree, byte[] path, boolean whole) {
    LiveDesktop desktop = trees.get(tree);
    if (desktop == null) {
      boolean ignored = probe.told(tree);
      return;
    }
    try {
      desktop.dirty().add(TreePath.of(path), whole);
    } catch (IllegalArgumentException e) {
      desktop.dirty().everything(); // no name it could look at; it must not end the others' events
    }
  }

  /** Ships what is left of all desktops. */
  @Override
  public void close() throws IOException {
    running.values().forEach(r -> r.desktop().stop());
    try {
      for (DesktopKey key : running.keySet()) {
        remove(key);
      }
      closing = true;
      if (events != null) {
        reader.join();
        events.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("closing");
    }
  }
}
