package io.labvm.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreWatchTest {
  @TempDir Path store = Path.of("");

  @Test
  void seesTheNewestEpoch() throws Exception {
    epoch("d1", 1);
    epoch("d2", 1);
    epoch("d2", 2);
    var d1 = new Holding("d1", 1);
    var d2 = new Holding("d2", 1);
    var d3 = new Holding("d3", 1);

    assertThat(new StoreWatch(store).ask(List.of(d1, d2, d3)))
        .containsEntry(d1, StoreWatch.Answer.NEWEST)
        .containsEntry(d2, StoreWatch.Answer.OVERTAKEN)
        .containsEntry(d3, StoreWatch.Answer.UNKNOWN);
  }

  @Test
  void asksInBatches() throws Exception {
    epoch("d1", 350);
    var many = LongStream.rangeClosed(1, 350).mapToObj(n -> new Holding("d1", n)).toList();

    var answers = new StoreWatch(store).ask(many);

    assertThat(answers).hasSize(350).containsEntry(many.getLast(), StoreWatch.Answer.NEWEST);
    assertThat(answers).containsEntry(many.get(348), StoreWatch.Answer.OVERTAKEN);
  }

  @Test
  void takesNoAnswerForNoAnswer() throws Exception {
    epoch("d1", 1);
    var holding = new Holding("d1", 1);
    var hung = List.of("/bin/sh", "-c", "exec sleep 60", "sh");

    var watch = new StoreWatch(store, hung, Duration.ofMillis(50));
    assertThat(watch.ask(List.of(holding))).containsEntry(holding, StoreWatch.Answer.UNKNOWN);
    var missing = new StoreWatch(store, List.of("/no/such/program"), Duration.ofSeconds(1));
    assertThat(missing.ask(List.of(holding))).containsEntry(holding, StoreWatch.Answer.UNKNOWN);
  }

  private void epoch(String desktop, long number) throws IOException {
    var epochs = Files.createDirectories(store.resolve("desktops/" + desktop + "/epochs"));
    Files.writeString(epochs.resolve(Long.toString(number)), "{}");
  }
}
