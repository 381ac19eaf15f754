package io.labvm.layers.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.TreePath;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class MutantLoaderTest {
  @Test
  void replacesOneDecisionAndLeavesTheRest() throws Exception {
    MutantLoader mutant =
        new MutantLoader(new MutantLoader.Rule("delta.TreePath", "isRoot", "true"));
    Class<?> type = mutant.loadClass(TreePath.class.getName());
    Object path = type.getMethod("of", byte[].class).invoke(null, (Object) new byte[] {'a'});
    assertThat(type.getMethod("isRoot").invoke(path)).isEqualTo(true);
    assertThat(type.getMethod("length").invoke(path)).isEqualTo(1);
    assertThat(mutant.replaced()).isTrue();
    assertThat(TreePath.of(new byte[] {'a'}).isRoot()).isFalse();
  }

  @Test
  void replacesAnswersThatAreConstantsOfAnEnum() throws Exception {
    MutantLoader mutant =
        new MutantLoader(new MutantLoader.Rule("delta.NameState", "valueOf", "NODE"));
    Method valueOf = mutant.loadClass(NameState.class.getName()).getMethod("valueOf", String.class);
    assertThat(valueOf.invoke(null, "WHITEOUT")).hasToString("NODE");
  }

  @Test
  void saysThatTheDecisionIsNotThere() throws Exception {
    MutantLoader mutant = new MutantLoader(new MutantLoader.Rule("delta.TreePath", "gone", "true"));
    assertThat(mutant.loadClass(TreePath.class.getName())).isNotSameAs(TreePath.class);
    assertThat(mutant.replaced()).isFalse();
  }
}
