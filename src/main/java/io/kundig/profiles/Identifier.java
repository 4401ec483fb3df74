package io.kundig.profiles;

import java.util.Optional;

/// What a person is known by, normalised. Equal people have equal identifiers, whatever spelling
/// came in.
///
/// `key()` is the form of `profiles.identifier_owner.ident`: `e:mara@shop.example`,
/// `p:+4917012345`, `u:1:4711`, `a:1:9f2c…`, `x:1:shopify:7731`.
public sealed interface Identifier {

  String key();

  /// How much it says about who somebody is: 0 is the strongest.
  default int rank() {
    return switch (this) {
      case UserId _ -> 0;
      case Email _ -> 1;
      case Phone _ -> 2;
      case ExternalId _ -> 3;
      case AnonymousId _ -> 4;
    };
  }

  /// Reads what [#key()] wrote.
  static Optional<Identifier> ofKey(String key) {
    String[] parts = key.split(":", 4);
    return switch (key.charAt(0)) {
      case 'e' -> Optional.of(new Email(key.substring(2)));
      case 'p' -> Optional.of(new Phone(key.substring(2)));
      case 'u' -> Optional.of(new UserId(Integer.parseInt(parts[1]), key.split(":", 3)[2]));
      case 'a' -> Optional.of(new AnonymousId(Integer.parseInt(parts[1]), key.split(":", 3)[2]));
      case 'x' -> Optional.of(new ExternalId(Integer.parseInt(parts[1]), parts[2], parts[3]));
      default -> Optional.empty();
    };
  }

  /// An e-mail address: trimmed, NFC, lower case, domain as ASCII (IDN); plus addresses and dots
  /// stay as they are.
  record Email(String address) implements Identifier {
    @Override
    public String key() {
      return "e:" + address;
    }
  }

  /// A phone number in E.164.
  record Phone(String e164) implements Identifier {
    @Override
    public String key() {
      return "p:" + e164;
    }
  }

  /// The shop's own id of a customer account.
  record UserId(int shopId, String value) implements Identifier {
    @Override
    public String key() {
      return "u:" + shopId + ":" + value;
    }
  }

  /// A browser's or device's id.
  record AnonymousId(int shopId, String value) implements Identifier {
    @Override
    public String key() {
      return "a:" + shopId + ":" + value;
    }
  }

  /// An id in another system of the shop, e.g. `shopify` / `7731`.
  record ExternalId(int shopId, String system, String value) implements Identifier {
    @Override
    public String key() {
      return "x:" + shopId + ":" + system + ":" + value;
    }
  }
}
