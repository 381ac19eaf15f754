package io.labvm.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileModelTest {
  private static final Content OLD = Content.ofRepeated("old", 10);
  private static final Content NEW = Content.ofRepeated("new", 10);

  private final FileModel model = new FileModel();

  private void write(Content content) {
    model.did(List.of(Map.of("f", content)), true);
  }

  private static Map<String, Content> files(Content content) {
    return Map.of("f", content);
  }

  @Test
  void digestsWhatTheShellWrites() {
    // printf 'ab\nab' | sha256sum
    assertThat(Content.ofRepeated("ab", 5).digest())
        .isEqualTo("af8bc3f66946ffac9d37d35fcf45bd34707b0c297ee7c3813910612b204a463a");
  }

  @Test
  void tellsALostAChangedAndAStrangeFile() {
    write(NEW);
    assertThat(model.differences(files(NEW), false)).isEmpty();
    assertThat(model.differences(Map.of(), false)).singleElement().asString().contains("nothing");
    assertThat(model.differences(files(OLD), false)).hasSize(1);
    assertThat(model.differences(Map.of("f", NEW, "g", OLD), false)).hasSize(1);
  }

  @Test
  void tellsADeletedFileThatIsThereAgain() {
    write(OLD);
    write(Content.NOTHING);
    assertThat(model.differences(Map.of(), false)).isEmpty();
    assertThat(model.differences(files(OLD), false)).hasSize(1);
  }

  @Test
  void allowsWhatWasNotSavedToBeLostOnlyAfterALoss() {
    write(OLD);
    model.saved(model.now());
    write(NEW);
    assertThat(model.differences(files(OLD), false)).hasSize(1);
    assertThat(model.differences(files(OLD), true)).isEmpty();
    assertThat(model.differences(files(NEW), true)).isEmpty();
    assertThat(model.differences(Map.of(), true)).as("older than what was saved").hasSize(1);
  }

  @Test
  void whatWasFoundIsNotSavedByThat() {
    write(OLD);
    model.saved(model.now());
    write(NEW);
    model.found(files(NEW));
    assertThat(model.differences(files(OLD), false)).hasSize(1);
    assertThat(model.differences(files(OLD), true)).isEmpty();
    model.saved(model.now());
    assertThat(model.differences(files(OLD), true)).hasSize(1);
  }

  @Test
  void aStepWithoutAnswerMayHaveHappenedOrNot() {
    write(OLD);
    model.did(List.of(files(NEW)), false);
    assertThat(model.differences(files(OLD), false)).isEmpty();
    assertThat(model.differences(files(NEW), false)).isEmpty();
    assertThat(model.differences(Map.of(), false)).hasSize(1);
    assertThat(model.certain()).isEmpty();
    model.saved(model.now());
    assertThat(model.differences(Map.of(), true)).hasSize(1);
  }

  @Test
  void whatARolledBackOperationMayHaveTakenBackIsInDoubt() {
    write(OLD);
    long before = model.now();
    write(NEW);
    model.doubtSince(before);
    assertThat(model.differences(files(OLD), false)).isEmpty();
    assertThat(model.differences(files(NEW), false)).isEmpty();
    assertThat(model.differences(Map.of(), false)).hasSize(1);
  }

  @Test
  void aRestoreBringsBackAllOfAVersionAndNothingElse() {
    write(OLD);
    model.did(List.of(Map.of("g", NEW)), true);
    model.restored(files(NEW), model.now());
    assertThat(model.differences(files(NEW), false)).isEmpty();
    assertThat(model.differences(files(NEW), true)).isEmpty();
    assertThat(model.differences(files(OLD), true)).hasSize(1);
    assertThat(model.differences(Map.of("f", NEW, "g", NEW), true)).hasSize(1);
  }

  @Test
  void whatWasWrittenDuringARestoreMayBeOnTopOfIt() {
    long before = model.now();
    write(OLD);
    model.restored(files(NEW), before);
    assertThat(model.differences(files(OLD), false)).isEmpty();
    assertThat(model.differences(files(NEW), false)).isEmpty();
    assertThat(model.differences(Map.of(), false)).hasSize(1);
  }

  @Test
  void aVersionHoldsWhatWasThereWhenItWasAskedForOrCameSince() {
    write(OLD);
    long asked = model.now();
    write(NEW);
    assertThat(model.differencesOfVersion(files(OLD), asked)).isEmpty();
    assertThat(model.differencesOfVersion(files(NEW), asked)).isEmpty();
    assertThat(model.differencesOfVersion(Map.of(), asked)).hasSize(1);
    assertThat(model.differencesOfVersion(files(OLD), model.now())).hasSize(1);
  }

  @Test
  void aVersionMayHaveCaughtChangesHalfway() {
    long asked = model.now();
    model.did(List.of(files(OLD), files(NEW)), true);
    assertThat(model.differencesOfVersion(files(OLD), asked)).isEmpty();
    assertThat(model.differencesOfVersion(files(OLD), model.now())).hasSize(1);
    assertThat(model.differences(files(OLD), false)).hasSize(1);
  }
}
