package io.kundig.profiles;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads identifiers as people and shops write them. Nothing is returned for what cannot be one.
///
/// - **E-mail**: invisible characters and white space around are removed, `mailto:` too; Unicode
///   NFC; lower case on both sides of the `@` (no provider of weight tells `Mara@` from `mara@`);
///   the domain in ASCII (`röst.de` → `xn--rst-sna.de`, by IDNA 2008, so that `ß` stays itself).
///   Plus addresses and dots are kept: `mara+shop@` and `mara@` are two addresses, since only the
///   mailbox's owner knows whether they are one person. Quoted local parts and domains without a
///   dot are refused.
/// - **Phone**: E.164 by libphonenumber; a number without `+` is read as one of the shop's country.
///   Possible numbers are taken, not only assigned ones.
/// - **User, anonymous and external ids**: opaque, NFC and trimmed, case kept, at most 255
///   characters.
public final class Identifiers {

  private static final int LONGEST_ID = 255;
  private static final int LONGEST_ADDRESS = 254;
  private static final int LONGEST_LOCAL_PART = 64;
  private static final int LONGEST_PHONE = 40;

  private static final Pattern INVISIBLE =
      Pattern.compile("[\\u200B-\\u200F\\u202A-\\u202E\\u2060\\uFEFF\\u00AD]");
  private static final Pattern LOCAL_PART =
      Pattern.compile(
          "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern UNICODE_LABEL = Pattern.compile("[\\p{L}\\p{M}\\p{N}-]{1,63}");

  private Identifiers() {}

  public static Optional<Identifier.Email> email(@Nullable String raw) {
    if (raw == null || raw.length() > LONGEST_ADDRESS * 2) {
      return Optional.empty();
    }
    String text = clean(raw).toLowerCase(Locale.ROOT);
    if (text.startsWith("mailto:")) {
      text = text.substring("mailto:".length());
    }
    int at = text.lastIndexOf('@');
    if (at < 1 || at > LONGEST_LOCAL_PART || !LOCAL_PART.matcher(text.substring(0, at)).matches()) {
      return Optional.empty();
    }
    String domain = asciiDomain(text.substring(at + 1));
    String address = text.substring(0, at) + "@" + domain;
    return domain == null || address.length() > LONGEST_ADDRESS
        ? Optional.empty()
        : Optional.of(new Identifier.Email(address));
  }

  /// @param country ISO 3166 code whose national numbers are understood; null: only `+…`
  public static Optional<Identifier.Phone> phone(@Nullable String raw, @Nullable String country) {
    if (raw == null || raw.length() > LONGEST_PHONE) {
      return Optional.empty();
    }
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    try {
      var number = numbers.parse(clean(raw), country);
      return numbers.isPossibleNumber(number)
          ? Optional.of(new Identifier.Phone(numbers.format(number, PhoneNumberFormat.E164)))
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  public static Optional<Identifier.UserId> userId(int shopId, @Nullable String raw) {
    return opaque(raw).map(value -> new Identifier.UserId(shopId, value));
  }

  public static Optional<Identifier.AnonymousId> anonymousId(int shopId, @Nullable String raw) {
    return opaque(raw).map(value -> new Identifier.AnonymousId(shopId, value));
  }

  /// @param system of the shop that knows the id, such as `shopify`; lower case, without a colon
  public static Optional<Identifier.ExternalId> externalId(
      int shopId, String system, @Nullable String raw) {
    return opaque(raw).map(value -> new Identifier.ExternalId(shopId, system, value));
  }

  private static Optional<String> opaque(@Nullable String raw) {
    if (raw == null || raw.length() > LONGEST_ID * 2) {
      return Optional.empty();
    }
    String value = clean(raw);
    boolean usable =
        !value.isEmpty()
            && value.length() <= LONGEST_ID
            && value
                .codePoints()
                .noneMatch(
                    c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    return usable ? Optional.of(value) : Optional.empty();
  }

  private static String clean(String raw) {
    String visible = INVISIBLE.matcher(raw).replaceAll("");
    return Normalizer.normalize(visible, Normalizer.Form.NFC).strip();
  }

  private static @Nullable String asciiDomain(String domain) {
    String trimmed = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    String[] labels = trimmed.replace('。', '.').split("\\.", -1);
    if (labels.length < 2) {
      return null;
    }
    for (int i = 0; i < labels.length; i++) {
      String label = asciiLabel(labels[i]);
      if (label == null) {
        return null;
      }
      labels[i] = label;
    }
    boolean numeric = labels[labels.length - 1].chars().allMatch(Character::isDigit);
    return numeric ? null : String.join(".", labels);
  }

  private static @Nullable String asciiLabel(String label) {
    boolean ascii = label.chars().allMatch(c -> c < 128);
    if (!ascii && !UNICODE_LABEL.matcher(label).matches()) {
      return null;
    }
    String encoded = ascii ? label : "xn--" + Punycode.encode(label);
    return LABEL.matcher(encoded).matches() ? encoded : null;
  }
}
