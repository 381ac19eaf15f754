package io.labvm.mfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.failure.Failures;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.store.Filler;
import io.labvm.layers.store.ShippedDesktop;
import io.labvm.layers.store.SilentStore;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seals in a store that takes nothing for a while; the same request succeeds afterwards. */
class StoreTroubleKernelIT {
  @TempDir private Path home;
  private Path store;

  @BeforeEach
  void shipToASmallStore() throws Exception {
    Path real = home.toRealPath();
    store = Files.createDirectory(real.resolve("store"));
    call("mount", "-t", "tmpfs", "-o", "size=8m", "labvm-test", store.toString());
    ShippedDesktop.create(real, Map.of("etc/hostname", "tiny\n"))
        .ship(new DeltaBuilder().file("counter", "at 1"));
  }

  @AfterEach
  void unmount() throws Exception {
    call("umount", store.toString());
  }

  private static void call(String... words) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void aFullStoreIsNamedAndNothingHalfMadeStays() throws Exception {
    Path filler = Filler.fill(store.resolve("tmp"));
    assertRefused(FailureCode.NO_SPACE, "No space left on device");
    Files.delete(filler);
    assertThat(AgentWork.SEAL.in(store)).isEqualTo("version 1");
  }

  @Test
  void aReadOnlyStoreIsNamedAndNothingHalfMadeStays() throws Exception {
    call("mount", "-o", "remount,ro", store.toString());
    assertRefused(FailureCode.STORE_UNAVAILABLE, "Read-only file system");
    call("mount", "-o", "remount,rw", store.toString());
    assertThat(AgentWork.SEAL.in(store)).isEqualTo("version 1");
  }

  /** Waits as long as a silent store is waited for. */
  @Test
  void aSilentStoreIsNamedAndTheSameSealSucceedsWhenItIsBack() throws Exception {
    try (var _ = SilentStore.of(store)) {
      ApplicationFailure failure = failure();
      assertThat(Failures.codeOf(failure)).isEqualTo(FailureCode.STORE_UNAVAILABLE);
      assertThat(failure).hasMessageContaining("has not answered");
    }
    assertThat(AgentWork.SEAL.in(store)).isEqualTo("version 1");
  }

  private ApplicationFailure failure() {
    return catchThrowableOfType(
        ApplicationFailure.class,
        () -> {
          String ignored = AgentWork.SEAL.in(store);
        });
  }

  private void assertRefused(FailureCode code, String why) throws IOException {
    List<String> before = names();
    ApplicationFailure failure = failure();
    assertThat(Failures.codeOf(failure)).isEqualTo(code);
    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(failure.getOriginalMessage()).contains("sealing desktop d1", why, store.toString());
    assertThat(names()).isEqualTo(before);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      return files.map(Path::toString).sorted().toList();
    }
  }
}
