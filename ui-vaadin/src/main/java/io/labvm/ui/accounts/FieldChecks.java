package io.labvm.ui.accounts;

import io.labvm.ui.problem.FieldProblem;
import io.labvm.ui.problem.OneLine;
import io.labvm.ui.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the fields of a person's data, collects everything that is wrong, then refuses once.
 *
 * <p>Each check answers the value to keep, trimmed; the empty string when it is wrong.
 */
public final class FieldChecks {
  /** Bounds of a password in characters. */
  public static final int PASSWORD_MIN = 10;

  /** Longer ones are refused so that hashing stays cheap. */
  public static final int PASSWORD_MAX = 128;

  private static final int LOGIN_MAX = 31;
  private static final int NAME_MAX = 100;
  private static final int MAIL_MAX = 254;
  private static final Pattern LOGIN = Pattern.compile("[a-z][a-z0-9-]{1,30}");
  private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 ()/.-]{3,30}");
  private static final Set<String> LANGUAGES = Set.of("zh_CN", "en_US");
  private static final Set<String> RESERVED = ReservedLogins.load();

  private final List<FieldProblem> problems = new ArrayList<>();

  /** Form and reserved names; whether it is taken is the database's question. */
  public String login(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return bad("login", "required", "Choose a login name.");
    }
    if (value.length() < 2) {
      return bad("login", "too-short", "A login name has at least 2 characters.");
    }
    if (value.length() > LOGIN_MAX) {
      return bad("login", "too-long", "A login name has at most 31 characters.");
    }
    if (!LOGIN.matcher(value).matches()) {
      return bad(
          "login",
          "bad-characters",
          "Use lower-case letters a-z, digits and '-', and begin with a letter.");
    }
    if (RESERVED.contains(value)) {
      return bad("login", "reserved", "This name is used by the system.");
    }
    return value;
  }

  /** A new password; the login must be no part of it. */
  public String password(String field, @Nullable String value, @Nullable String login) {
    if (value == null || value.isEmpty()) {
      return bad(field, "required", "Choose a password.");
    }
    int length = value.codePointCount(0, value.length());
    if (length < PASSWORD_MIN) {
      return bad(field, "too-short", "A password has at least 10 characters.");
    }
    if (length > PASSWORD_MAX) {
      return bad(field, "too-long", "A password has at most 128 characters.");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      return bad(field, "bad-characters", "A password has no control characters.");
    }
    String name = login == null ? "" : login.toLowerCase(Locale.ROOT);
    if (name.length() > 1 && value.toLowerCase(Locale.ROOT).contains(name)) {
      return bad(field, "contains-login", "The password must not contain the login name.");
    }
    return value;
  }

  /** One {@code @} with something on both sides; whether mail arrives is another question. */
  public String mail(@Nullable String value) {
    String mail = value == null ? "" : value.strip();
    if (mail.isEmpty()) {
      return bad("mail", "required", "Give a mail address.");
    }
    if (mail.length() > MAIL_MAX) {
      return bad("mail", "too-long", "A mail address has at most 254 characters.");
    }
    int at = mail.indexOf('@');
    boolean one = at > 0 && at == mail.lastIndexOf('@') && at < mail.length() - 1;
    if (!one || mail.chars().anyMatch(c -> c <= ' ' || c == 127)) {
      return bad("mail", "invalid", "This is not a mail address.");
    }
    return mail;
  }

  /** Optional. */
  public @Nullable String phone(@Nullable String value) {
    String phone = value == null ? "" : value.strip();
    if (phone.isEmpty()) {
      return null;
    }
    if (phone.length() > 32) {
      return bad("phone", "too-long", "A phone number has at most 32 characters.");
    }
    if (!PHONE.matcher(phone).matches()) {
      return bad("phone", "invalid", "This is not a phone number.");
    }
    return phone;
  }

  /** Optional; the login stands in for a missing one. */
  public String displayName(@Nullable String value, String fallback) {
    String name = value == null ? "" : value.strip();
    if (name.isEmpty()) {
      return fallback;
    }
    if (name.codePointCount(0, name.length()) > NAME_MAX) {
      return bad("displayName", "too-long", "A name has at most 100 characters.");
    }
    if (!OneLine.is(name)) {
      return bad("displayName", "bad-characters", "A name has no control characters.");
    }
    return name;
  }

  /** {@code zh_CN} or {@code en_US}; the first when missing. */
  public String language(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "zh_CN";
    }
    if (!LANGUAGES.contains(value)) {
      return bad("language", "unknown", "Languages are zh_CN and en_US.");
    }
    return value;
  }

  /** Adds a problem that another check found. */
  public String bad(String field, String code, String message) {
    problems.add(new FieldProblem(field, code, message));
    return "";
  }

  public List<FieldProblem> problems() {
    return List.copyOf(problems);
  }

  /** Refuses when anything was wrong. */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      throw ProblemException.invalid(problems);
    }
  }
}
