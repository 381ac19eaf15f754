package io.labvm.ui.page.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextArea;
import io.labvm.ui.page.PageTest;
import io.labvm.ui.texts.PortalTexts;
import org.junit.jupiter.api.Test;

class AccountViewTest extends PageTest {
  @Test
  void showsARefusedPasswordAtItsField() {
    navigate(AccountView.class);
    test(find(Button.class).withText("Change password").single()).click();
    var old = find(PasswordField.class).withLabel("Present password").single();
    assertThat(old.isInvalid()).isTrue();
  }

  @Test
  void savesKeys() {
    navigate(AccountView.class);
    test(find(TextArea.class).single()).setValue("ssh-ed25519 AAAA wang");
    test(find(Button.class).withText("Save keys").single()).click();
    assertThat(portal.calls).containsExactly("keys ssh-ed25519 AAAA wang");
  }

  @Test
  void changesTheLanguageAtOnce() {
    navigate(AccountView.class);
    test(select("Language")).selectItem("中文");
    test(find(Button.class).withText("Save").single()).click();
    assertThat(portal.calls).containsExactly("language zh_CN");
    assertThat(UI.getCurrent().getLocale()).isEqualTo(PortalTexts.CHINESE);
  }
}
