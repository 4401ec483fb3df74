package io.kundig.templates;

import java.util.regex.Pattern;

/// Contrast as WCAG 2 defines it, and lighter shades for dark mode.
final class Colors {

  private static final Pattern HEX = Pattern.compile("#[0-9A-Fa-f]{6}");

  private Colors() {}

  static boolean isHex(String color) {
    return HEX.matcher(color).matches();
  }

  static double contrastToWhite(String color) {
    return 1.05 / (luminance(color) + 0.05);
  }

  /// The colour mixed with white until it reads on a dark ground.
  static String onDark(String color) {
    for (double white = 0; white < 1; white += 0.05) {
      String mixed = mixed(color, white);
      if ((luminance(mixed) + 0.05) / (luminance("#1C1A18") + 0.05) >= 5.5) {
        return mixed;
      }
    }
    return "#FFFFFF";
  }

  private static String mixed(String color, double white) {
    StringBuilder mixed = new StringBuilder("#");
    for (int i = 0; i < 3; i++) {
      int value = channel(color, i);
      mixed.append("%02X".formatted((int) Math.round(value + (255 - value) * white)));
    }
    return mixed.toString();
  }

  private static double luminance(String color) {
    return 0.2126 * linear(channel(color, 0))
        + 0.7152 * linear(channel(color, 1))
        + 0.0722 * linear(channel(color, 2));
  }

  private static int channel(String color, int n) {
    return Integer.parseInt(color, 1 + 2 * n, 3 + 2 * n, 16);
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
