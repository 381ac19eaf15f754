package io.labvm.launcher.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code labvm} with a launcher and an engine that only tell what reached them. */
class LayerScriptTest {
  private static final String LAUNCHER =
      """
      package io.labvm.launcher;

      public final class Main {
        public static void main(String[] words) throws Exception {
          System.err.println("finding");
          Thread.sleep(Long.parseLong(System.getenv("FINDING_MILLIS")));
          System.out.print(System.getenv("ENGINE") + "\\0first\\0");
          System.out.flush();
          System.exit(Integer.parseInt(System.getenv("FOUND")));
        }
      }
      """;

  private static final String ENGINE =
      """
      #!/bin/bash
      trap 'echo told; exit 0' TERM
      echo "$$ $(printf %s "$*" | od -An -tx1 | tr -d ' ')"
      if [[ -n ${LABVM_SIGNALS_KEPT:-} ]]; then
        grep ShdPnd /proc/$$/status
        exit 0
      fi
      while :; do sleep 0.1; done
      """;

  @TempDir private Path root;

  @BeforeEach
  void copyScript() throws Exception {
    Path main = Files.createDirectories(root.resolve("launcher/src/main/java/io/labvm/launcher"));
    Files.writeString(main.resolve("Main.java"), LAUNCHER);
    Path engine = Files.writeString(root.resolve("engine"), ENGINE);
    Path script = Files.copy(Path.of("../labvm"), root.resolve("labvm"));
    for (Path program : List.of(engine, script)) {
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private Process layer(int found, long millis, String words) throws IOException {
    return builder(found, millis, words).start();
  }

  private ProcessBuilder builder(int found, long millis, String words) {
    var builder =
        new ProcessBuilder("bash", "-c", "exec " + root.resolve("labvm") + " layer " + words);
    builder.environment().put("XDG_CACHE_HOME", root.resolve("cache").toString());
    builder.environment().put("ENGINE", root.resolve("engine").toString());
    builder.environment().put("FOUND", Integer.toString(found));
    builder.environment().put("FINDING_MILLIS", Long.toString(millis));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  @Test
  void the_engine_takes_the_place_of_the_process_with_arguments_of_any_bytes() throws Exception {
    Process layer = layer(0, 0, "ls $'a\\xff b'");
    try (BufferedReader out = layer.inputReader()) {
      assertThat(out.readLine()).isEqualTo(layer.pid() + " 6669727374206c732061ff2062");
      assertThat(layer.toHandle().destroy()).isTrue();
      assertThat(out.readLine()).isEqualTo("told");
      assertThat(layer.waitFor()).isZero();
    } finally {
      Process ignored = layer.destroyForcibly();
    }
  }

  @Test
  void a_signal_before_the_engine_runs_waits_for_sync() throws Exception {
    Process layer = layer(0, 1500, "sync");
    try (BufferedReader out = layer.inputReader();
        BufferedReader err = layer.errorReader()) {
      assertThat(err.readLine()).isEqualTo("finding");
      assertThat(layer.toHandle().destroy()).isTrue();
      assertThat(out.readLine()).isEqualTo(layer.pid() + " 2d5872732066697273742073796e63");
      assertThat(out.readLine()).as("SIGTERM is pending").endsWith("4000");
      assertThat(layer.waitFor()).isZero();
    } finally {
      Process ignored = layer.destroyForcibly();
    }
  }

  /** Java tells a full disk by the kernel's words alone, which are those of the language. */
  @Test
  void the_engine_gets_the_reasons_of_the_kernel_in_one_language() throws Exception {
    Files.writeString(
        root.resolve("engine"), "#!/bin/bash\necho $LC_ALL/$LC_MESSAGES/${LANGUAGE-none}\n");
    var builder = builder(0, 0, "seal");
    builder
        .environment()
        .putAll(Map.of("LANG", "zh_CN.UTF-8", "LC_ALL", "zh_CN.UTF-8", "LANGUAGE", "zh_CN:zh"));
    Process layer = builder.start();
    try (BufferedReader out = layer.inputReader()) {
      assertThat(out.readLine()).isEqualTo("C.UTF-8//none");
    } finally {
      Process ignored = layer.destroyForcibly();
    }
  }

  @Test
  void without_a_build_its_exit_code_is_that_of_the_launcher() throws Exception {
    assertThat(layer(5, 0, "seal").waitFor()).isEqualTo(5);
  }
}
