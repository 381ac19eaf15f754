package io.labvm.ui.page.register;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordStrengthTest {
  @Test
  void callsShortRepeatingAndPersonalPasswordsWeak() {
    assertThat(PasswordStrength.of("short", "")).isEqualTo(PasswordStrength.WEAK);
    assertThat(PasswordStrength.of("aaaaaaaaaaaaaaaa", "")).isEqualTo(PasswordStrength.WEAK);
    assertThat(PasswordStrength.of("wang-likes-Linux-7", "wang")).isEqualTo(PasswordStrength.WEAK);
  }

  @Test
  void growsWithVariety() {
    assertThat(PasswordStrength.of("tramwaykites", "wang")).isEqualTo(PasswordStrength.FAIR);
    assertThat(PasswordStrength.of("Tram 7 way, kites!", "wang"))
        .isEqualTo(PasswordStrength.STRONG);
    assertThat(PasswordStrength.of("我的桌面密码很长也很好记", "wang")).isEqualTo(PasswordStrength.STRONG);
  }
}
