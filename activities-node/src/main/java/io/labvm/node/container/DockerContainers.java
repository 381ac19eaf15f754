package io.labvm.node.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Limits;
import io.labvm.contract.failure.FailureCode;
import io.labvm.node.failure.NodeFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link Containers} by Docker Engine 20.10 or newer. */
public final class DockerContainers implements Containers {
  private static final int GRACE_SECONDS = 20;
  private static final Duration REMOVAL = Duration.ofSeconds(30);
  private static final long LOOK_AGAIN_NANOS = 50_000_000;

  private final EngineConnection engine;
  private final EngineSettings settings;
  private final Skeleton skeleton;
  private final ContainerShape shape;

  public DockerContainers(EngineConnection engine, EngineSettings settings) {
    this.engine = engine;
    this.settings = settings;
    this.skeleton = new Skeleton(settings);
    this.shape = new ContainerShape(settings);
  }

  @Override
  public void prepare() {
    var ignored =
        ask(
            "preparing the engine",
            client -> {
              skeleton.ensure(client);
              return true;
            });
  }

  @Override
  public DesktopContainer run(ContainerSpec spec) {
    Optional<DesktopContainer> there = find(spec.desktop());
    if (there.isPresent()) {
      refuseNewer(there.get(), spec);
      if (there.get().running() && there.get().epoch() == spec.epoch()) {
        return there.get();
      }
      remove(there.get());
    }
    return ask(
        "starting the container of desktop " + spec.desktop(), client -> start(client, spec));
  }

  private static void refuseNewer(DesktopContainer there, ContainerSpec spec) {
    if (there.epoch() > spec.epoch()) {
      throw new NodeFailure(
          FailureCode.STALE_EPOCH,
          "desktop %s has a container of epoch %d, asked for %d"
              .formatted(spec.desktop(), there.epoch(), spec.epoch()));
    }
  }

  private DesktopContainer start(DockerClient client, ContainerSpec spec) {
    String id = shape.create(client, spec).exec().getId();
    try {
      client.startContainerCmd(id).exec();
    } catch (NotModifiedException e) {
      // started already
    }
    DesktopContainer started = inspect(client, id).orElseThrow(() -> vanished(spec.desktop()));
    if (!started.running()) {
      throw new NodeFailure(
          FailureCode.CONTAINER_FAILED,
          "the container of desktop %s ended at once with exit code %d"
              .formatted(spec.desktop(), started.exitCode()));
    }
    return started;
  }

  @Override
  public Optional<DesktopContainer> find(DesktopId desktop) {
    return ask(
        "looking for the container of desktop " + desktop,
        client -> labelled(client, Map.of(Labels.DESKTOP, desktop.value())).stream().findFirst());
  }

  @Override
  public List<DesktopContainer> list() {
    return ask("listing containers", client -> labelled(client, Map.of()));
  }

  private List<DesktopContainer> labelled(DockerClient client, Map<String, String> more) {
    Map<String, String> labels = new HashMap<>(more);
    labels.put(Labels.HOME, settings.home());
    labels.put(Labels.NODE, settings.node());
    return client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec().stream()
        .map(Container::getId)
        .map(id -> inspect(client, id))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<DesktopContainer> inspect(DockerClient client, String id) {
    try {
      return Optional.of(read(client.inspectContainerCmd(id).exec()));
    } catch (NotFoundException e) {
      return Optional.empty(); // removed meanwhile
    }
  }

  private DesktopContainer read(InspectContainerResponse container) {
    Map<String, String> labels = Objects.requireNonNull(container.getConfig().getLabels());
    InspectContainerResponse.ContainerState state = container.getState();
    Long pid = state.getPidLong();
    Long exitCode = state.getExitCodeLong();
    return new DesktopContainer(
        container.getId(),
        new DesktopId(Objects.requireNonNull(labels.get(Labels.DESKTOP))),
        Long.parseLong(Objects.requireNonNull(labels.get(Labels.EPOCH))),
        Boolean.TRUE.equals(state.getRunning()),
        pid == null ? 0 : pid,
        address(container),
        exitCode == null ? 0 : exitCode.intValue());
  }

  private String address(InspectContainerResponse container) {
    ContainerNetwork network =
        container.getNetworkSettings().getNetworks().get(settings.network().name());
    return network == null ? "" : text(network.getIpAddress());
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  @Override
  public void remove(DesktopId desktop) {
    find(desktop).ifPresent(this::remove);
  }

  private void remove(DesktopContainer container) {
    var ignored =
        ask(
            "removing the container of desktop " + container.desktop(),
            client -> {
              stop(client, container.id());
              delete(client, container.id());
              awaitGone(client, container);
              return true;
            });
  }

  private static void stop(DockerClient client, String id) {
    try {
      client.stopContainerCmd(id).withTimeout(GRACE_SECONDS).exec();
    } catch (NotModifiedException | NotFoundException e) {
      // does not run
    }
  }

  private static void delete(DockerClient client, String id) {
    try {
      client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException | ConflictException e) {
      // gone, or being removed already
    }
  }

  private void awaitGone(DockerClient client, DesktopContainer container) {
    long end = System.nanoTime() + REMOVAL.toNanos();
    while (inspect(client, container.id()).isPresent()) {
      if (System.nanoTime() > end) {
        throw new NodeFailure(
            FailureCode.CONTAINER_FAILED,
            "the container of desktop %s is not gone after %d s"
                .formatted(container.desktop(), REMOVAL.toSeconds()));
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  @Override
  public void signal(DesktopId desktop, String signal) {
    DesktopContainer container = running(desktop);
    var ignored =
        ask(
            "sending " + signal + " to desktop " + desktop,
            client -> client.killContainerCmd(container.id()).withSignal(signal).exec());
  }

  @Override
  public Answer execute(DesktopId desktop, Duration limit, List<String> command) {
    DesktopContainer container = running(desktop);
    return ask(
        "running " + command.getFirst() + " in desktop " + desktop,
        client -> answer(client, container.id(), limit, command));
  }

  private static Answer answer(
      DockerClient client, String container, Duration limit, List<String> command) {
    String id =
        client
            .execCreateCmd(container)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .withCmd(command.toArray(String[]::new))
            .exec()
            .getId();
    try (ExecOutput output = client.execStartCmd(id).exec(new ExecOutput(Answer.MOST))) {
      if (!output.awaitCompletion(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Answer(Answer.NONE, output.text());
      }
      Long exitCode = client.inspectExecCmd(id).exec().getExitCodeLong();
      return new Answer(exitCode == null ? Answer.NONE : exitCode, output.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(Answer.NONE, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void limit(DesktopContainer container, Limits limits) {
    var ignored =
        ask(
            "changing limits of desktop " + container.desktop(),
            client -> shape.limit(client, container.id(), limits).exec());
  }

  @Override
  public String engineVersion() {
    return ask("asking the engine", client -> text(client.versionCmd().exec().getVersion()));
  }

  private DesktopContainer running(DesktopId desktop) {
    return find(desktop).filter(DesktopContainer::running).orElseThrow(() -> vanished(desktop));
  }

  private static NodeFailure vanished(DesktopId desktop) {
    return new NodeFailure(
        FailureCode.CONTAINER_FAILED, "no container of desktop " + desktop + " runs");
  }

  private <R> R ask(String attempted, Function<DockerClient, R> call) {
    return EngineFailures.attempt(attempted, () -> call.apply(engine.client()));
  }
}
