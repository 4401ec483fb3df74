package io.kundig.channels.email;

import java.text.Normalizer;
import java.util.Locale;
import java.util.StringJoiner;

/// Domain names in ASCII. `java.net.IDN` follows IDNA 2003, which turns `straße.de` into somebody
/// else's `strasse.de`; this follows IDNA 2008 (RFC 5890 to 5892, mapping as in UTS 46 without
/// transitional rules).
final class DomainName {
  private static final int MAX_LABEL = 63;
  private static final int MAX_NAME = 253;

  private DomainName() {}

  /// @throws IllegalArgumentException where a label is empty, too long or holds what no host name
  ///   may
  static String toAscii(String domain) {
    String mapped = isAscii(domain) ? domain : Normalizer.normalize(domain, Normalizer.Form.NFKC);
    mapped = mapped.toLowerCase(Locale.ROOT).replace('\u3002', '.');
    var ascii = new StringJoiner(".");
    for (String label : mapped.split("\\.", -1)) {
      ascii.add(labelToAscii(label));
    }
    if (ascii.length() > MAX_NAME) {
      throw invalid();
    }
    return ascii.toString();
  }

  private static String labelToAscii(String label) {
    if (label.isEmpty() || label.startsWith("-") || label.endsWith("-")) {
      throw invalid();
    }
    label.codePoints().forEach(DomainName::check);
    String ascii =
        isAscii(label)
            ? label
            : "xn--" + punycode(Normalizer.normalize(label, Normalizer.Form.NFC));
    if (ascii.length() > MAX_LABEL) {
      throw invalid();
    }
    return ascii;
  }

  private static void check(int c) {
    boolean allowed =
        c < 0x80
            ? (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
            : Character.isLetterOrDigit(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK
                || c == 0xB7
                || c == 0x30FB;
    if (!allowed) {
      throw invalid();
    }
  }

  /// RFC 3492 section 6.3.
  private static String punycode(String label) {
    int[] points = label.codePoints().toArray();
    var output = new StringBuilder();
    for (int c : points) {
      if (c < 0x80) {
        output.append((char) c);
      }
    }
    int basic = output.length();
    int handled = basic;
    if (basic > 0) {
      output.append('-');
    }
    int n = 128;
    int delta = 0;
    int bias = 72;
    while (handled < points.length) {
      int smallest = Integer.MAX_VALUE;
      for (int c : points) {
        if (c >= n && c < smallest) {
          smallest = c;
        }
      }
      delta = Math.addExact(delta, Math.multiplyExact(smallest - n, handled + 1));
      n = smallest;
      for (int c : points) {
        if (c < n) {
          delta++;
        } else if (c == n) {
          appendDelta(output, delta, bias);
          bias = adapt(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      n++;
    }
    return output.toString();
  }

  private static void appendDelta(StringBuilder output, int delta, int bias) {
    int q = delta;
    for (int k = 36; ; k += 36) {
      int threshold = Math.clamp(k - bias, 1, 26);
      if (q < threshold) {
        output.append(digit(q));
        return;
      }
      output.append(digit(threshold + (q - threshold) % (36 - threshold)));
      q = (q - threshold) / (36 - threshold);
    }
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  private static int adapt(int delta, int points, boolean first) {
    int rest = first ? delta / 700 : delta / 2;
    rest += rest / points;
    int k = 0;
    while (rest > 455) {
      rest /= 35;
      k += 36;
    }
    return k + 36 * rest / (rest + 38);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException("The domain is not a valid host name");
  }
}
