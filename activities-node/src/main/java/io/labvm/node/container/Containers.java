package io.labvm.node.container;

import io.labvm.contract.desktop.DesktopId;
import io.labvm.contract.desktop.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The containers of this node's desktops, at most one for each. Every method fails with
 * CONTAINER_FAILED when the engine does not answer or refuses; all may be repeated.
 *
 * <p>The caller keeps calls for one desktop from overlapping.
 */
public interface Containers {
  /** Makes sure of what containers need: the image they are made from, their network. */
  void prepare();

  /**
   * Runs a container, after {@link #prepare}. One that runs at this epoch is returned as it is; one
   * that does not run, or of an older epoch, is removed first. A newer epoch fails with
   * STALE_EPOCH.
   */
  DesktopContainer run(ContainerSpec spec);

  /** The desktop's container, running or not. */
  Optional<DesktopContainer> find(DesktopId desktop);

  /** All of this node's desktops' containers, running or not. */
  List<DesktopContainer> list();

  /** Stops with 20 s of grace and removes; nothing when there is none. */
  void remove(DesktopId desktop);

  /** Sends a signal such as {@code USR1} to the first process; CONTAINER_FAILED if none runs. */
  void signal(DesktopId desktop, String signal);

  /**
   * Runs a program in the desktop's container, as root, and waits for its end; CONTAINER_FAILED if
   * no container runs. The member may have replaced any program: what it says proves nothing.
   *
   * @param limit after which its answer is not waited for any more; it may run on
   */
  Answer execute(DesktopId desktop, Duration limit, List<String> command);

  /**
   * How a program ended.
   *
   * @param exitCode {@value #NONE} when it did not end in time
   * @param output of both streams, the first {@value #MOST} bytes
   */
  record Answer(long exitCode, String output) {
    /** Not ended. */
    public static final long NONE = -1;

    static final int MOST = 4096;
  }

  /**
   * Holds a running container to other processors, memory and tasks; {@code /dev/shm} keeps its
   * size. Less memory than the kernel can take from its processes fails with MEMORY_IN_USE and
   * changes nothing; version 2 of control groups ends processes instead.
   */
  void limit(DesktopContainer container, Limits limits);

  /** The engine's version. */
  String engineVersion();
}
