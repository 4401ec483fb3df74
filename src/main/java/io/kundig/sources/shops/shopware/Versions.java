package io.kundig.sources.shops.shopware;

import java.util.Arrays;

/// Compares versions such as `6.4.20.2` or `6.7.0.0-RC1`.
final class Versions {

  private Versions() {}

  static boolean isAtLeast(String version, int... wanted) {
    int[] parts =
        Arrays.stream(version.split("[^0-9]+"))
            .filter(part -> !part.isEmpty() && part.length() < 9)
            .mapToInt(Integer::parseInt)
            .toArray();
    return Arrays.compare(parts, wanted) >= 0;
  }
}
