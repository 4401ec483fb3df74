package io.kundig.sources.shops;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A shop that was asked did not answer what was asked.
public final class ShopRefusal extends Exception {

  private final Reason reason;
  private final @Nullable Duration retryAfter;

  public ShopRefusal(Reason reason, String detail) {
    this(reason, detail, null);
  }

  /// @param retryAfter what the shop itself wants to have waited
  public ShopRefusal(Reason reason, String detail, @Nullable Duration retryAfter) {
    super(detail);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  public Reason reason() {
    return reason;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /// Why; the app has a sentence for each.
  public enum Reason {
    /// Nobody answers under the address, or it may not be asked.
    UNREACHABLE,
    /// Something answers, but no shop of this kind.
    NO_SHOP,
    /// The keys are not, or no longer, good.
    KEYS_REFUSED,
    /// The keys allow to read only.
    READ_ONLY,
    /// Too many questions.
    BUSY,
    /// The shop has a fault of its own.
    FAULTY;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Whether asking again may help.
    boolean passes() {
      return this == UNREACHABLE || this == BUSY || this == FAULTY;
    }
  }
}
