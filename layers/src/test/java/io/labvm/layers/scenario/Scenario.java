package io.labvm.layers.scenario;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A desktop on a small base, new for each test. */
abstract class Scenario {
  private static Lab lab;

  Desk desk;

  @BeforeAll
  static void open() throws Exception {
    lab = Lab.open();
  }

  @AfterAll
  static void close() throws IOException {
    lab.close();
  }

  @BeforeEach
  void start() throws IOException {
    Layer base =
        lab.base(
            "base",
            "mkdir d",
            "write d/a A",
            "write d/b B",
            "mkdir d/sub",
            "write d/sub/c C",
            "mkdir e",
            "write f F",
            "symlink f s",
            "write l1 L",
            "link l1 l2",
            "fifo p");
    desk = lab.desk(base);
  }

  @AfterEach
  void stop() throws IOException {
    desk.close();
  }
}
