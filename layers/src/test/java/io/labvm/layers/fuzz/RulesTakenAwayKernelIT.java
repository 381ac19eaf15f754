package io.labvm.layers.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.labvm.layers.fuzz.MutantLoader.Rule;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Proof that the proof proves: without any one of its rules the engine is found wrong, each time by
 * a history that random life would need long to meet. Rules without which it is exact nevertheless
 * are known as such.
 */
class RulesTakenAwayKernelIT {
  private static final String SCENARIOS = "io.labvm.layers.scenario.";

  @ParameterizedTest(name = "{0}.{1} = {2}")
  @CsvSource({
    // a whiteout for what vanished; none where one was; none twice; one for what a lower has
    "capture.SealTable, of, .noWhiteoutForVanished, Directories, a_file_made_sealed_and_removed_is_gone",
    "capture.SealTable, of, .whiteoutForVanishedWhiteout, Restarts, a_whiteout_that_vanished_is_no_news",
    "capture.SealTable, of, .whiteoutAgain, Restarts, a_whiteout_that_stays_is_no_news",
    "capture.SealTable, of, .noNewWhiteouts, Directories, sealed_whiteouts_vanish_with_their_directory",
    // the mark of an opaque directory, and its whole subtree with it
    "capture.SealTable, of, .neverOpaque, Directories, an_opaque_directory_made_twice_is_whole_once",
    "capture.SealTable, of, .opaqueChildByChild, Directories, two_directories_exchanged_hide_each_others_content",
    // hard links
    "capture.Linked, mark, '', Links, a_name_in_a_newly_opaque_directory_brings_its_group",
    "capture.Linked, isSameSet, true, Links, identical_files_that_become_one_inode_are_changed",
    // the hint
    "index.Token, matches, .withoutChangeTime, Attributes, a_rewrite_of_the_same_size_with_the_time_put_back_is_seen",
    // fold: whiteouts, marks, and what is below a closed directory
    "fold.Fold, hidesName, true, Directories, a_name_of_an_older_delta_is_removed_under_a_new_upper",
    "fold.Fold, hidesName, false, Directories, sealed_whiteouts_vanish_with_their_directory",
    "fold.Fold, hidesDirectory, false, Directories, an_opaque_directory_made_twice_is_whole_once",
    "fold.Fold, hidesDirectory, true, Directories, a_file_becomes_a_directory_and_a_file_again",
    "fold.Fold, inside, .byPathAlone, Directories, whiteouts_in_a_closed_directory_are_dropped_by_fold",
  })
  void without_the_rule_a_scenario_fails(
      String owner, String method, String answer, String scenario, String name) throws Exception {
    MutantLoader mutant = new MutantLoader(new Rule(owner, method, answer));
    Throwable found = run(mutant, scenario, name);
    assertThat(mutant.replaced()).isTrue();
    assertThat(found).isInstanceOf(AssertionError.class);
    assertThat(
            run(
                new MutantLoader(new Rule("capture.SealTable", "of", ".unchanged")),
                scenario,
                name))
        .isNull();
  }

  @ParameterizedTest(name = "{0}.{1} = {2}")
  @CsvSource({
    "capture.SealTable, of, .alwaysWholeAndOpaque",
    "capture.SealTable, of, .plainOverNodeChildByChild",
    "index.Token, matches, .withoutInode",
  })
  void without_the_rule_it_is_exact_nevertheless(String owner, String method, String answer)
      throws Exception {
    MutantLoader mutant = new MutantLoader(new Rule(owner, method, answer));
    assertThat(sequences(mutant, 5)).isEmpty();
    assertThat(mutant.replaced()).isTrue();
  }

  @ParameterizedTest(name = "{0}.{1} = {2}")
  @CsvSource({
    "capture.SealTable, of, .noWhiteoutForVanished",
    "capture.SealTable, of, .opaqueChildByChild",
    "index.Token, matches, .withoutChangeTime",
    "fold.Fold, hidesName, false",
  })
  void without_the_rule_random_life_is_found_out(String owner, String method, String answer)
      throws Exception {
    assertThat(sequences(new MutantLoader(new Rule(owner, method, answer)), 40)).isNotEmpty();
  }

  @Test
  void the_table_that_is_changed_here_is_the_real_one() {
    assertThat(WrongRules.agree()).isTrue();
  }

  @Test
  void the_scenarios_pass_with_the_rules() {
    assertThatCode(
            () ->
                run(
                    new MutantLoader(new Rule("capture.SealTable", "of", ".unchanged")),
                    "Directories",
                    "a_file_made_sealed_and_removed_is_gone"))
        .doesNotThrowAnyException();
  }

  /** What failed first, as text; empty when all were right. */
  private static String sequences(MutantLoader mutant, int seeds) throws Exception {
    Method find = mutant.loadClass(FirstFailure.class.getName()).getMethod("find", int.class);
    return (String) find.invoke(null, seeds);
  }

  /** Runs one scenario with the mutant's engine; what it throws, or null. */
  private static @Nullable Throwable run(MutantLoader mutant, String scenario, String name)
      throws Exception {
    Class<?> type = mutant.loadClass(SCENARIOS + scenario + "KernelIT");
    call(type, null, "open");
    try {
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      Object test = constructor.newInstance();
      call(type, test, "start");
      try {
        return failure(type, test, name);
      } finally {
        call(type, test, "stop");
      }
    } finally {
      call(type, null, "close");
    }
  }

  private static @Nullable Throwable failure(Class<?> type, Object test, String name)
      throws Exception {
    try {
      call(type, test, name);
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    }
  }

  private static void call(Class<?> type, @Nullable Object test, String name) throws Exception {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Method method : at.getDeclaredMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == 0) {
          method.setAccessible(true);
          method.invoke(test);
          return;
        }
      }
    }
    throw new NoSuchMethodException(type + "." + name);
  }
}
