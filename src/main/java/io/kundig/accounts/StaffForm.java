package io.kundig.accounts;

import io.kundig.shared.Invalid;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads what people type about themselves.
final class StaffForm {

  private static final int LONGEST_NAME = 100;

  private StaffForm() {}

  static String name(@Nullable String text) {
    String name = text == null ? "" : text.strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME || Text.hasControls(name)) {
      throw new Invalid(
          "name", "A name has 1 to 100 characters.", "Say how you want to be called.");
    }
    return name;
  }

  static String email(@Nullable String text) {
    String email = StaffMember.normalised(text == null ? "" : text);
    EmailCheck.problem(email)
        .ifPresent(
            problem -> {
              throw new Invalid(
                  "email", problem.message(), "Use an address like mara@shop.example.");
            });
    return email;
  }

  static String password(@Nullable String text, String email) {
    String password = text == null ? "" : text;
    if (password.length() < Passwords.SHORTEST || password.length() > Passwords.LONGEST) {
      throw new Invalid(
          "password",
          "A password has 10 to 200 characters; this one has " + password.length() + ".",
          "Three or four words you can remember are good.");
    }
    if (password.equalsIgnoreCase(email) || password.chars().distinct().count() < 4) {
      throw new Invalid(
          "password",
          "This password is easily guessed.",
          "Three or four words you can remember are good.");
    }
    return password;
  }

  static Locale locale(@Nullable String text) {
    return switch (String.valueOf(text)) {
      case "de" -> Locale.GERMAN;
      case "en" -> Locale.ENGLISH;
      default -> throw new Invalid("locale", "The app speaks de and en.", "Choose one of them.");
    };
  }

  static StaffMember.Theme theme(@Nullable String text) {
    return Arrays.stream(StaffMember.Theme.values())
        .filter(theme -> StaffStore.code(theme).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new Invalid("theme", "There is no such theme.", "Use auto, light or dark."));
  }

  /// Any but owner: there is no inviting one.
  static Actor.Role role(@Nullable String text) {
    return Arrays.stream(Actor.Role.values())
        .filter(role -> role != Actor.Role.OWNER && StaffStore.code(role).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new Invalid("role", "There is no such role.", "Use admin, marketer or support."));
  }
}
