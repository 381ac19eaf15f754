package io.labvm.control.outbox;

import io.labvm.control.ControlProperties;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sends open commands: woken by the database, and every second in case a wake-up was lost.
 *
 * <p>A row stays locked while its command is under way, so several copies of this application never
 * send one command at the same time; a killed one loses its lock and the next sends the command
 * again. What fails for another reason than a refusal is tried again, the later the more often it
 * failed, and only its own desktop waits.
 */
@Component
class Dispatcher implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);

  private final Outbox outbox;
  private final DesktopCommands commands;
  private final TransactionOperations transactions;
  private final DataSource dataSource;
  private final ControlProperties properties;
  private final Semaphore wake = new Semaphore(0);
  private final Map<String, Rest> resting = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running;

  Dispatcher(
      Outbox outbox,
      DesktopCommands commands,
      TransactionOperations transactions,
      DataSource dataSource,
      ControlProperties properties) {
    this.outbox = outbox;
    this.commands = commands;
    this.transactions = transactions;
    this.dataSource = dataSource;
    this.properties = properties;
  }

  /** Until when a desktop's commands wait after failures. */
  private record Rest(int failures, long untilNanos) {
    static Rest after(int failures) {
      Duration pause = Duration.ofSeconds(1L << Math.min(failures - 1, 10));
      Duration limited = pause.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : pause;
      return new Rest(failures, System.nanoTime() + limited.toNanos());
    }

    boolean over() {
      return System.nanoTime() - untilNanos >= 0;
    }
  }

  @Override
  public void start() {
    running = true;
    threads.add(Thread.ofVirtual().name("outbox-listen").start(this::listen));
    for (int i = 0; i < properties.dispatchers(); i++) {
      threads.add(Thread.ofVirtual().name("outbox-" + i).start(this::dispatch));
    }
  }

  /** Commands under way end; an interrupt would break their connections. */
  @Override
  public void stop() {
    running = false;
    wake.release(properties.dispatchers());
    for (Thread thread : threads) {
      try {
        thread.join(LONGEST_REST);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    threads.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void dispatch() {
    while (running) {
      try {
        if (!Boolean.TRUE.equals(transactions.execute(_ -> dispatchOne()))) {
          wake.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        log.warn("Outbox not readable: {}", e.getMessage());
        rest();
      }
    }
  }

  private boolean dispatchOne() {
    Optional<Command> next = outbox.next(restingDesktops());
    next.ifPresent(this::deliver);
    return next.isPresent();
  }

  private void deliver(Command command) {
    try {
      commands.send(command);
      outbox.sent(command);
      resting.remove(command.desktop());
    } catch (Refused refusal) {
      log.info(
          "{} of desktop {} refused: {}", command.name(), command.desktop(), refusal.getMessage());
      outbox.refused(command, refusal.code(), String.valueOf(refusal.getMessage()));
      resting.remove(command.desktop());
    } catch (RuntimeException e) {
      log.warn(
          "{} of desktop {} not sent yet: {}", command.name(), command.desktop(), e.toString());
      outbox.failed(command, e.toString());
      resting.merge(command.desktop(), Rest.after(1), (old, _) -> Rest.after(old.failures() + 1));
    }
  }

  private Set<String> restingDesktops() {
    return resting.entrySet().stream()
        .filter(e -> !e.getValue().over())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void listen() {
    while (running) {
      try (Connection connection = dataSource.getConnection();
          var statement = connection.createStatement()) {
        connection.setAutoCommit(true);
        statement.execute("listen labvm_outbox");
        PGConnection notices = connection.unwrap(PGConnection.class);
        while (running && !Thread.currentThread().isInterrupted()) {
          var received = notices.getNotifications((int) LOOK_AGAIN.toMillis());
          if (received != null && received.length > 0) {
            wake.release(properties.dispatchers());
          }
        }
        statement.execute("unlisten *");
      } catch (SQLException e) {
        if (running) {
          log.warn("Outbox notices lost, looking every second: {}", e.getMessage());
          rest();
        }
      }
    }
  }

  private void rest() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
