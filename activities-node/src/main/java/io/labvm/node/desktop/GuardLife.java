package io.labvm.node.desktop;

import io.labvm.contract.failure.FailureCode;
import io.labvm.node.failure.NodeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** The file {@code guard-alive}, whose age tells whether this node's guard lives. */
public final class GuardLife {
  /** It is touched every second. */
  private static final Duration OLD = Duration.ofSeconds(10);

  private final Path file;
  private final InstantSource clock;

  /**
   * @param runDir the node's directory in memory
   */
  public GuardLife(Path runDir, InstantSource clock) {
    this.file = runDir.resolve("guard-alive");
    this.clock = clock;
  }

  /**
   * Refuses what nobody could stop: a desktop that goes on elsewhere would run twice.
   *
   * @throws NodeFailure CONTAINER_FAILED while the guard does not live
   */
  void require() {
    try {
      if (isOlder(OLD)) {
        throw new NodeFailure(FailureCode.CONTAINER_FAILED, refusal("gives no sign of life"));
      }
    } catch (IOException e) {
      throw new NodeFailure(FailureCode.CONTAINER_FAILED, refusal("has not begun"), e);
    }
  }

  /** Whether its last sign is at least that old; fails when there is none. */
  boolean isOlder(Duration age) throws IOException {
    return !Files.getLastModifiedTime(file).toInstant().plus(age).isAfter(clock.instant());
  }

  /** What it says of itself. */
  String sign() throws IOException {
    return Files.readString(file);
  }

  private static String refusal(String how) {
    return "the node's guard " + how + ", so no desktop is started";
  }
}
