package io.kundig.profiles;

/// Punycode (RFC 3492). `java.net.IDN` knows only IDNA 2003, which turns `straße.de` into another
/// domain.
final class Punycode {

  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 128;

  private Punycode() {}

  static String encode(String label) {
    int[] points = label.codePoints().toArray();
    StringBuilder out = new StringBuilder();
    for (int point : points) {
      if (point < INITIAL_N) {
        out.append((char) point);
      }
    }
    int basic = out.length();
    if (basic > 0) {
      out.append('-');
    }
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    for (int handled = basic; handled < points.length; ) {
      int next = nextPoint(points, n);
      delta += (next - n) * (handled + 1);
      n = next;
      for (int point : points) {
        if (point < n) {
          delta++;
        } else if (point == n) {
          appendNumber(out, delta, bias);
          bias = adapt(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      n++;
    }
    return out.toString();
  }

  private static int nextPoint(int[] points, int least) {
    int next = Integer.MAX_VALUE;
    for (int point : points) {
      if (point >= least && point < next) {
        next = point;
      }
    }
    return next;
  }

  private static void appendNumber(StringBuilder out, int delta, int bias) {
    int q = delta;
    for (int k = BASE; ; k += BASE) {
      int t = Math.clamp(k - bias, T_MIN, T_MAX);
      if (q < t) {
        out.append(digit(q));
        return;
      }
      out.append(digit(t + (q - t) % (BASE - t)));
      q = (q - t) / (BASE - t);
    }
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  private static int adapt(int first, int points, boolean firstTime) {
    int delta = firstTime ? first / DAMP : first / 2;
    delta += delta / points;
    int k = 0;
    while (delta > (BASE - T_MIN) * T_MAX / 2) {
      delta /= BASE - T_MIN;
      k += BASE;
    }
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
  }
}
