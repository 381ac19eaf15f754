package io.labvm.layers.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntryLinesTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void writesOneObjectInOneLine() throws IOException {
    try (EntryLines lines = new EntryLines(out, true)) {
      add(lines, "a");
      add(lines, "b");
      assertThat(lines.complete().json()).isNull();
    }
    assertThat(text()).isEqualTo("{\"entries\":[{\"path\":\"a\"},{\"path\":\"b\"}]}\n");
  }

  @Test
  void anEmptyDirectoryIsAnEmptyList() throws IOException {
    try (EntryLines lines = new EntryLines(out, true)) {
      assertThat(lines.complete().exit()).isZero();
    }
    assertThat(text()).isEqualTo("{\"entries\":[]}\n");
  }

  @Test
  void leavesTheLastLineToTheErrorThatEndsIt() throws IOException {
    try (EntryLines lines = new EntryLines(out, true)) {
      add(lines, "a");
    }
    out.println("{\"error\":{}}");
    assertThat(text().lines().toList().getLast()).isEqualTo("{\"error\":{}}");
  }

  @Test
  void writesALineEachForPeople() throws IOException {
    try (EntryLines lines = new EntryLines(out, false)) {
      add(lines, "a");
      add(lines, "b");
      assertThat(lines.complete().text()).isEmpty();
    }
    assertThat(text()).isEqualTo("line a\nline b\n");
  }

  private static void add(EntryLines lines, String name) throws IOException {
    lines.add(() -> Map.of("path", name), () -> "line " + name);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
