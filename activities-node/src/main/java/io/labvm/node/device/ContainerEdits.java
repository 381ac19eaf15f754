package io.labvm.node.device;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a container gets besides what it is, in CDI's words and form.
 *
 * @param env {@code NAME=value}
 * @param additionalGids groups of the first process
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ContainerEdits(
    List<String> env,
    List<DeviceNode> deviceNodes,
    List<Mount> mounts,
    List<Hook> hooks,
    List<Long> additionalGids) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Nothing. */
  public static final ContainerEdits NONE =
      new ContainerEdits(List.of(), List.of(), List.of(), List.of(), List.of());

  /** What a specification does not have is null here. */
  public ContainerEdits {
    env = copy(env);
    deviceNodes = copy(deviceNodes);
    mounts = copy(mounts);
    hooks = copy(hooks);
    additionalGids = copy(additionalGids);
  }

  /**
   * A device file.
   *
   * @param hostPath null for the same path
   * @param type {@code c} or {@code b}; null for that of the node's file, like the numbers
   * @param permissions such as {@code rw}; null for all
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DeviceNode(
      String path,
      @Nullable String hostPath,
      @Nullable String type,
      @Nullable Long major,
      @Nullable Long minor,
      @Nullable Integer fileMode,
      @Nullable String permissions,
      @Nullable Long uid,
      @Nullable Long gid) {
    public DeviceNode {
      Objects.requireNonNull(path, "path");
    }

    String source() {
      return hostPath == null ? path : hostPath;
    }
  }

  /** A file or folder of the node. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Mount(
      String hostPath,
      String containerPath,
      @Nullable List<String> options,
      @Nullable String type) {
    public Mount {
      Objects.requireNonNull(hostPath, "hostPath");
      if (!containerPath.startsWith("/")
          || Path.of(containerPath).normalize().getNameCount() == 0) {
        throw new IllegalArgumentException(containerPath + " is no place for a mount");
      }
    }
  }

  /** A program that the runtime runs for the container, as root of the node. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Hook(
      String hookName,
      String path,
      @Nullable List<String> args,
      @Nullable List<String> env,
      @Nullable Integer timeout) {
    public Hook {
      Objects.requireNonNull(hookName, "hookName");
      Objects.requireNonNull(path, "path");
    }
  }

  /** Both, each thing once. */
  ContainerEdits and(ContainerEdits more) {
    return new ContainerEdits(
        both(env, more.env),
        both(deviceNodes, more.deviceNodes),
        both(mounts, more.mounts),
        both(hooks, more.hooks),
        both(additionalGids, more.additionalGids));
  }

  /** As a specification has them. */
  public String json() {
    return JSON.writeValueAsString(this);
  }

  /** Paths of the node without which a container with these edits could not start. */
  Stream<String> sources() {
    return Stream.of(
            deviceNodes.stream().map(DeviceNode::source),
            mounts.stream().map(Mount::hostPath),
            hooks.stream().map(Hook::path))
        .flatMap(paths -> paths);
  }

  private static <T> List<T> copy(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  private static <T> List<T> both(List<T> one, List<T> other) {
    var all = new LinkedHashSet<>(one);
    all.addAll(other);
    return new ArrayList<>(all);
  }
}
