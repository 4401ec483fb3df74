package io.kundig.sources.shops;

import java.util.Arrays;
import java.util.Locale;

/// What a shop system keeps records of.
public enum Resource {
  CUSTOMER,
  ORDER,
  PRODUCT,
  COUPON,
  /// Of a newsletter, with an account or without.
  SUBSCRIBER;

  /// As stored and in the API.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Resource of(String code) {
    return Arrays.stream(values())
        .filter(resource -> resource.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no resource " + code));
  }
}
