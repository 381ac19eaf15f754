package io.labvm.ui.changes;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Listens on a connection of its own, outside the pool: a listener holds it for ever.
 *
 * <p>Each new connection tells all subscribers that anything may have changed.
 */
@Component
class PostgresChangeFeed implements ChangeFeed, SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresChangeFeed.class);
  private static final int POLL_MILLIS = 1_000;
  private static final int VALID_SECONDS = 5;
  private static final long RETRY_SECONDS = 2;

  private final JdbcConnectionDetails database;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final RecentChanges recent = new RecentChanges();
  private volatile boolean running;
  private volatile @Nullable Thread listener;

  PostgresChangeFeed(JdbcConnectionDetails database) {
    this.database = database;
  }

  @Override
  public Subscription subscribe(Predicate<Change> filter, Consumer<Set<Change>> consumer) {
    Subscriber subscriber = new Subscriber(filter, consumer, subscribers::remove);
    subscribers.add(subscriber);
    subscriber.offer(recent.list());
    subscriber.start();
    return subscriber;
  }

  @Override
  public void start() {
    // Before the thread: it looks at this first.
    running = true;
    listener = Thread.ofVirtual().name("change-feed").start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    Thread thread = listener;
    if (thread != null) {
      thread.interrupt();
    }
    subscribers.forEach(Subscriber::close);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    while (isRunning()) {
      try (Connection connection = connect()) {
        listen(connection);
      } catch (SQLException e) {
        if (isRunning()) {
          LOG.warn("the change feed lost the database: {}", e.getMessage());
          pause();
        }
      }
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    if (database.getUsername() != null) {
      properties.setProperty("user", database.getUsername());
    }
    if (database.getPassword() != null) {
      properties.setProperty("password", database.getPassword());
    }
    properties.setProperty("ApplicationName", "portal-changes");
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(database.getJdbcUrl(), properties);
  }

  private void listen(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("listen labvm_change");
    }
    publish(Change.anything());
    PGConnection postgres = connection.unwrap(PGConnection.class);
    while (isRunning()) {
      PGNotification[] notes = postgres.getNotifications(POLL_MILLIS);
      if (notes != null && notes.length > 0) {
        publish(changes(notes));
      } else if (!connection.isValid(VALID_SECONDS)) {
        throw new SQLException("the connection is dead");
      }
    }
  }

  private static List<Change> changes(PGNotification[] notes) {
    List<Change> changes = new ArrayList<>(notes.length);
    for (PGNotification note : notes) {
      parse(note.getParameter()).ifPresent(changes::add);
    }
    return changes;
  }

  /** {@code kind:id}; anything else comes from a newer version and is left out. */
  private static Optional<Change> parse(String note) {
    int colon = note.indexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    String kind = note.substring(0, colon).toUpperCase(Locale.ROOT);
    return Arrays.stream(Change.Kind.values())
        .filter(known -> known.name().equals(kind))
        .findFirst()
        .map(known -> new Change(known, note.substring(colon + 1)));
  }

  private void publish(List<Change> changes) {
    // First of all: who subscribes between the two gets them twice, not never.
    recent.add(changes);
    subscribers.forEach(subscriber -> subscriber.offer(changes));
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(RETRY_SECONDS);
    } catch (InterruptedException e) {
      // Only stop() interrupts; the loop ends by itself.
      Thread.currentThread().interrupt();
    }
  }
}
