package io.labvm.ui.page.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.login.LoginForm;
import io.labvm.ui.accounts.Proven;
import io.labvm.ui.accounts.Role;
import io.labvm.ui.common.TimeText;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.page.Samples;
import io.labvm.ui.problem.ProblemCode;
import io.labvm.ui.problem.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.ContextConfiguration;

@ContextConfiguration(classes = SignInViewTest.Passwords.class)
class SignInViewTest extends PageTest {
  @Test
  void letsAMemberIn() {
    enter("wang", "right");
    assertThat(portal.calls).containsExactly("sign in a-member WHILE_USED");
  }

  @Test
  void staysWhereTheMemberWishesIt() {
    navigate(SignInView.class);
    test(find(Checkbox.class).single()).click();
    test(find(LoginForm.class).single()).login("wang", "right");
    assertThat(portal.calls).containsExactly("sign in a-member KEPT");
  }

  @Test
  void saysHowLongTheMemberStays() {
    navigate(SignInView.class);
    var keep = find(Checkbox.class).single();
    assertThat(keep.getLabel()).isEqualTo("Keep me signed in for 30 days");
    assertThat(keep.getHelperText()).contains("closed or left unused for 8 hours");
    speakChinese();
    assertThat(keep.getLabel()).isEqualTo("30 天内保持登录");
    assertThat(keep.getHelperText()).contains("8 小时");
  }

  @Test
  void saysTheSameToAnUnknownLoginAndAWrongPassword() {
    enter("wang", "wrong");
    var wrong = message();
    enter("nobody", "wrong");
    assertThat(message()).isEqualTo(wrong).isEqualTo("Login name or password is not right.");
    assertThat(portal.calls).isEmpty();
  }

  @Test
  void saysHowLongALockLasts() {
    enter("locked", "x");
    assertThat(message()).contains("Too many failed attempts");
    assertThat(find(TimeText.class).single().getElement().getAttribute("mode")).isEqualTo("until");
  }

  @Test
  void saysThatAnAccountIsFrozenInTheLanguageOfThePage() {
    enter("frozen", "x");
    assertThat(message()).contains("frozen");
    speakChinese();
    assertThat(message()).contains("冻结", "left in June");
  }

  @Test
  void wantedPageNeverLeavesThePortal() {
    assertThat(WantedPage.local("http://lab:8123/operations/o1?x=1"))
        .isEqualTo("/operations/o1?x=1");
    assertThat(WantedPage.local("http://lab:8123//evil.example/x")).isEqualTo("/evil.example/x");
    assertThat(WantedPage.local("http://lab:8123/operations?continue")).isEqualTo("/operations");
    assertThat(WantedPage.local("http://lab:8123/?x=1&continue")).isEqualTo("/?x=1");
    assertThat(WantedPage.local("not an address")).isEqualTo(".");
  }

  private void enter(String login, String password) {
    navigate(SignInView.class);
    test(find(LoginForm.class).single()).login(login, password);
  }

  private String message() {
    return find(Div.class).withClassName("notice").single().getElement().getTextRecursively();
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Passwords {
    @Bean
    PasswordCheck passwordCheck() {
      return (login, password, address) -> check(login, password);
    }

    private static Proven check(String login, String password) {
      if (login.equals("locked")) {
        throw ProblemException.retryLater(ProblemCode.LOCKED_OUT, "", Duration.ofMinutes(5));
      }
      if (login.equals("frozen")) {
        throw ProblemException.decided(ProblemCode.ACCOUNT_FROZEN, "", "left in June");
      }
      if (!login.equals("wang") || !password.equals("right")) {
        throw ProblemException.of(ProblemCode.BAD_CREDENTIALS, "");
      }
      return Proven.registered(Samples.account(Role.MEMBER).id());
    }
  }
}
