package io.kundig.accounts;

import java.util.Optional;
import java.util.regex.Pattern;

/// What is wrong with an e-mail address, as far as its look tells.
final class EmailCheck {

  private static final int LONGEST = 254;
  private static final Pattern DOMAIN =
      Pattern.compile(
          "[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?(\\.[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?)+");
  private static final Pattern LOCAL = Pattern.compile("[^\\s\\p{Cntrl}@<>()\\[\\],;:\\\\\"]+");

  private EmailCheck() {}

  static Optional<Problem> problem(String email) {
    int at = email.lastIndexOf('@');
    if (at < 0) {
      return found("email_without_at", "An email address has an @.");
    }
    if (email.chars().anyMatch(Character::isWhitespace)) {
      return found("email_with_space", "An email address has no spaces.");
    }
    String local = email.substring(0, at);
    String domain = email.substring(at + 1);
    if (local.isEmpty()) {
      return found("email_without_name", "Something is missing before the @.");
    }
    if (!domain.contains(".")) {
      return found("email_without_domain", "After the @ comes a domain such as shop.example.");
    }
    if (email.length() > LONGEST
        || local.startsWith(".")
        || local.endsWith(".")
        || local.contains("..")
        || !LOCAL.matcher(local).matches()
        || !DOMAIN.matcher(domain).matches()) {
      return found("email_malformed", "This is not an email address.");
    }
    return Optional.empty();
  }

  private static Optional<Problem> found(String code, String message) {
    return Optional.of(new Problem(code, message));
  }

  record Problem(String code, String message) {}
}
