package io.labvm.gateway;

import io.labvm.gateway.connector.RelayConnector;
import io.labvm.gateway.connector.Routes;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Everything the gateway does at once: follow the routes, keep the ports open, report.
 *
 * <p>It starts with the routes on disk and needs the portal only to hear of changes.
 */
@Component
final class Gateway implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration REPORT = Duration.ofSeconds(10);

  private final GatewayProperties properties;
  private final Duration report;
  private final PortalClient portal;
  private final RouteFile file;
  private final Connections connections;
  private final Listeners listeners;
  private final ScheduledExecutorService timer;
  private volatile RouteTable routes = RouteTable.EMPTY;
  private volatile boolean running;

  @Autowired
  Gateway(GatewayProperties properties) throws IOException {
    this(properties, REPORT);
  }

  /** Tests report more often. */
  Gateway(GatewayProperties properties, Duration report) throws IOException {
    this.report = report;
    var connector =
        RelayConnector.load(properties.caFile(), properties.ticketKeyFile(), CONNECT_TIMEOUT);
    var limits = new Limits(properties.limits(), InstantSource.system());
    this.properties = properties;
    this.timer = Executors.newScheduledThreadPool(1, Thread.ofPlatform().daemon().factory());
    this.portal =
        new PortalClient(
            properties.portalUrl(),
            properties.portalCertificateFile(),
            properties.internalTokenFile());
    this.file = new RouteFile(properties.stateDir());
    this.connections = new Connections(properties.limits().connectionsPerDesktop());
    var door =
        new Doorkeeper(() -> routes, connector, limits, properties.limits(), connections, timer);
    this.listeners = new Listeners(properties.listen(), door);
  }

  @Override
  public void start() {
    running = true;
    file.load().ifPresent(this::use);
    log.info("gateway starts with {} ports from disk", routes.ports().size());
    Thread.ofPlatform().name("routes").daemon().start(this::followRoutes);
    // The task catches its own failures; the future only ends with the timer.
    var _ = timer.scheduleWithFixedDelay(this::tick, 0, report.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    running = false;
    timer.shutdownNow();
    listeners.close();
    connections.all().forEach(Connection::close);
    portal.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void use(Routes newest) {
    routes = RouteTable.of(newest);
    listeners.open(routes.ports());
    connections.keepOnly(routes);
  }

  private void followRoutes() {
    var pause = FIRST_PAUSE;
    // From -1: after a start the portal is asked for all routes, whatever version is on disk.
    var version = -1L;
    while (running) {
      try {
        var newest = portal.routes(version);
        pause = FIRST_PAUSE;
        if (newest.version() != version) {
          version = newest.version();
          file.save(newest);
          use(newest);
        }
      } catch (IOException | RuntimeException e) {
        log.warn("no routes from the portal ({}); going on with the last ones", e.toString());
        pause = rest(pause);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Waits, and returns how long to wait the next time. */
  private Duration rest(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      running = false;
    }
    var longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }

  private void tick() {
    try {
      connections.endIdle(properties.limits().idleTimeout());
      listeners.open(routes.ports());
      portal.report(new GatewayReport(listeners.listening(), listeners.problems()));
    } catch (IOException | RuntimeException e) {
      log.debug("the portal took no report", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
