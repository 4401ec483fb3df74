package io.kundig.channels.email;

import java.nio.charset.StandardCharsets;

/// An address that is safe to write into an SMTP command or a header: it cannot hold a control
/// character, a bare space or an angle bracket outside quotes (RFC 5321 section 4.1.2, RFC 6531).
///
/// @param local the part before the `@`, as written: a dot-atom or a quoted string of at most 64
///   octets; may hold letters outside ASCII, which then need a server with SMTPUTF8
/// @param domain the part after it, lower case, in ASCII (IDNA 2008 A-labels: `straße.de` is
///   `xn--strae-oqa.de`)
public record EmailAddress(String local, String domain) {
  private static final int MAX_LOCAL_OCTETS = 64;
  private static final int MAX_OCTETS = 254;
  private static final String ATOM_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

  /// @throws IllegalArgumentException where a part is not valid; the message does not repeat the
  ///   address
  public EmailAddress {
    domain = DomainName.toAscii(domain);
    if (!isDotAtom(local) && !isQuoted(local)) {
      throw new IllegalArgumentException("The part before the @ is not a valid mailbox name");
    }
    int octets = local.getBytes(StandardCharsets.UTF_8).length;
    if (octets > MAX_LOCAL_OCTETS || octets + 1 + domain.length() > MAX_OCTETS) {
      throw new IllegalArgumentException(
          "The address is longer than 254 octets, or its name than 64");
    }
  }

  /// Reads `name@domain`; the domain may be written in any script.
  ///
  /// @throws IllegalArgumentException where that is not one bare address
  public static EmailAddress parse(String address) {
    int at = address.lastIndexOf('@');
    if (at < 1) {
      throw new IllegalArgumentException("An address needs a name, an @ and a domain");
    }
    return new EmailAddress(address.substring(0, at), address.substring(at + 1));
  }

  /// True where a server without SMTPUTF8 (RFC 6531) cannot take this address.
  public boolean needsSmtpUtf8() {
    return local.chars().anyMatch(c -> c >= 0x80);
  }

  /// The address as commands and headers carry it.
  @Override
  public String toString() {
    return local + "@" + domain;
  }

  private static boolean isDotAtom(String text) {
    boolean afterDot = true;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '.') {
        if (afterDot) {
          return false;
        }
        afterDot = true;
      } else if (isAtomCharacter(c)) {
        afterDot = false;
      } else {
        return false;
      }
    }
    return !afterDot;
  }

  private static boolean isAtomCharacter(int c) {
    if (c < 0x80) {
      return (c >= '0' && c <= '9')
          || (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || ATOM_SPECIALS.indexOf(c) >= 0;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// Printable ASCII between quotes; a quote or a backslash inside needs a backslash before it.
  private static boolean isQuoted(String text) {
    if (text.length() < 3 || text.charAt(0) != '"' || !text.endsWith("\"")) {
      return false;
    }
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        if (i == text.length() - 1) {
          return false;
        }
        c = text.charAt(i);
      } else if (c == '"') {
        return false;
      }
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }
}
