package io.labvm.ui.page.register;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import io.labvm.ui.nodes.NodeState;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import io.labvm.ui.problem.FieldProblem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegisterViewTest extends PageTest {
  @Test
  void registersOnceWithOneKeyAndSignsIn() {
    fill();
    test(submit()).click();
    assertThat(portal.calls).hasSize(2);
    assertThat(portal.calls.getFirst()).matches("register wang [0-9a-f-]{36}");
    assertThat(portal.calls.get(1)).isEqualTo("sign in a-member WHILE_USED");
    assertThat(submit().isEnabled()).as("a second press does nothing").isFalse();
  }

  @Test
  void showsEveryProblemAtItsFieldAndInTheSummary() {
    fill();
    portal.registrationProblems.addAll(
        List.of(
            new FieldProblem("login", "taken", ""), new FieldProblem("password", "too-short", "")));
    test(submit()).click();
    assertThat(login().isInvalid()).isTrue();
    assertThat(login().getErrorMessage()).isEqualTo("This name is taken.");
    assertThat(find(PasswordField.class).single().isInvalid()).isTrue();
    assertThat(find(NativeButton.class).withClassName("as-link").all())
        .extracting(NativeButton::getText)
        .containsExactly("Login name: This name is taken.", "Password: This is too short.");
    assertThat(submit().isEnabled()).isTrue();
  }

  @Test
  void checksTheLoginWhileItIsTyped() {
    navigate(RegisterView.class);
    test(login()).setValue("root");
    assertThat(login().getErrorMessage()).contains("reserved", "root-1, root-2");
    test(login()).setValue("wang");
    assertThat(login().isInvalid()).isFalse();
    assertThat(login().getHelperText()).isEqualTo("This name is free.");
  }

  @Test
  void keepsWhatWasTypedWhenTheLanguageChanges() {
    fill();
    speakChinese();
    assertThat(login().getLabel()).isEqualTo("登录名");
    assertThat(login().getValue()).isEqualTo("wang");
    assertThat(find(PasswordField.class).single().getValue()).isEqualTo("correct horse");
  }

  @Test
  void offersNodesThatTakeDesktopsAndAutomatic() {
    portal.nodes.add(Samples.node("amax", NodeState.UP, Duration.ofSeconds(1)));
    navigate(RegisterView.class);
    assertThat(test(select("Node")).getSuggestionItems()).hasSize(2);
  }

  private void fill() {
    navigate(RegisterView.class);
    test(login()).setValue("wang");
    test(find(TextField.class).withLabel("Name").single()).setValue("王小明");
    test(find(EmailField.class).single()).setValue("wang@lab.example");
    test(find(PasswordField.class).single()).setValue("correct horse");
  }

  private TextField login() {
    return find(TextField.class).withId("register-login").single();
  }

  private Button submit() {
    return find(Button.class).withText("Register and create my desktop").single();
  }
}
