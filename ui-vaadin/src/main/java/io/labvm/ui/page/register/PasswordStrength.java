package io.labvm.ui.page.register;

import io.labvm.ui.common.Meaning;

/** A rough estimate of how hard a password is to guess: by length, kinds and variety. */
enum PasswordStrength {
  WEAK(Meaning.BROKEN, 30),
  FAIR(Meaning.ATTENTION, 65),
  STRONG(Meaning.GOOD, 100);

  private final Meaning meaning;
  private final int percent;

  PasswordStrength(Meaning meaning, int percent) {
    this.meaning = meaning;
    this.percent = percent;
  }

  Meaning meaning() {
    return meaning;
  }

  int percent() {
    return percent;
  }

  static PasswordStrength of(String password, String login) {
    var different = password.codePoints().distinct().count();
    var containsLogin = !login.isBlank() && password.contains(login);
    if (password.codePointCount(0, password.length()) < 10 || different < 6 || containsLogin) {
      return WEAK;
    }
    // Bits of a random choice among the kinds of characters used, counting each character once.
    var bits = different * Math.log(alphabet(password)) / Math.log(2);
    return bits >= 70 ? STRONG : FAIR;
  }

  private static double alphabet(String password) {
    var size = 0;
    size += password.chars().anyMatch(Character::isDigit) ? 10 : 0;
    size += password.chars().anyMatch(Character::isLowerCase) ? 26 : 0;
    size += password.chars().anyMatch(Character::isUpperCase) ? 26 : 0;
    size += password.chars().anyMatch(c -> c < 128 && !Character.isLetterOrDigit(c)) ? 33 : 0;
    size += password.chars().anyMatch(c -> c >= 128) ? 1000 : 0;
    return Math.max(size, 2);
  }
}
