package io.labvm.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.nodechannel.Activity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Freezing and killing on the kernel's own files, in both versions of control groups. */
class ControlGroupsKernelIT {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final Holding OLD = new Holding("d1", 3);
  private static final Holding NEW = new Holding("d1", 4);
  private static final long PATIENCE_MILLIS = 10_000;

  /** Which kind; on a hybrid machine both are there. */
  enum Kind {
    SPLIT {
      @Override
      Groups groups() {
        return new Groups(ROOT.resolve("freezer"), ROOT.resolve("memory"), ROOT.resolve("pids"));
      }

      @Override
      ControlGroups of(Groups groups) {
        return new SplitControlGroups(ROOT, groups.parent);
      }
    },
    UNIFIED {
      @Override
      Groups groups() {
        return new Groups(unified());
      }

      @Override
      ControlGroups of(Groups groups) {
        return new UnifiedControlGroups(unified().resolve(groups.parent));
      }
    };

    abstract Groups groups();

    abstract ControlGroups of(Groups groups);

    static Path unified() {
      return Files.exists(ROOT.resolve("cgroup.controllers")) ? ROOT : ROOT.resolve("unified");
    }

    boolean isMounted() {
      return this == UNIFIED || Files.exists(ROOT.resolve("freezer"));
    }
  }

  static Stream<Kind> kinds() {
    return Stream.of(Kind.values()).filter(Kind::isMounted);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void freezesThawsAndKills(Kind kind) throws Exception {
    try (var groups = kind.groups()) {
      var old = groups.start(OLD);
      var next = groups.start(NEW);
      var control = kind.of(groups);
      await(control, OLD, Activity.RUNNING);
      await(control, NEW, Activity.RUNNING);

      control.freeze(OLD);
      await(control, OLD, Activity.FROZEN);
      control.thaw(OLD);
      await(control, OLD, Activity.RUNNING);
      control.freeze(OLD);
      await(control, OLD, Activity.FROZEN);

      assertThat(control.kill(OLD)).isTrue();
      assertThat(control.activity(OLD)).isEqualTo(Activity.GONE);
      assertThat(old.waitFor()).isEqualTo(128 + 9);
      assertThat(next.isAlive()).isTrue();
      assertThat(control.activity(NEW)).isEqualTo(Activity.RUNNING);
      control.removeEmpty(OLD);
      assertThat(control.list()).containsExactly(NEW);
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesAbsentGroupsForEmptyOnes(Kind kind) throws Exception {
    try (var groups = kind.groups()) {
      var control = kind.of(groups);

      assertThat(control.list()).isEmpty();
      assertThat(control.activity(OLD)).isEqualTo(Activity.GONE);
      control.freeze(OLD);
      control.thaw(OLD);
      assertThat(control.kill(OLD)).isTrue();
      control.removeEmpty(OLD);
    }
  }

  private static void await(ControlGroups control, Holding holding, Activity activity) {
    assertThat(
            GroupFiles.within(
                PATIENCE_MILLIS,
                () -> {
                  try {
                    return control.activity(holding) == activity;
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }))
        .as("%s becomes %s", holding, activity)
        .isTrue();
  }
}
