package io.kundig.sources.shops;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A shop system that is connected to one of our shops.
///
/// @param connectedAt what happened before is history and starts no flow
/// @param problem why the shop could not be asked the last time; null: it could
/// @param lagMillis from a change in the shop to its being known here, at the last delivery
record ShopConnection(
    UUID id,
    int shopId,
    String kind,
    URI address,
    State state,
    Live live,
    Settings settings,
    List<Hook> hooks,
    Greeting greeting,
    Instant connectedAt,
    @Nullable Refusal problem,
    long deliveries,
    @Nullable Instant lastDeliveryAt,
    @Nullable Long lagMillis,
    @Nullable Instant nextPollAt,
    @Nullable Instant nextComparisonAt,
    @Nullable Comparison comparison) {

  /// Whether it is asked.
  enum State {
    /// The shop is to make itself known by the app that was put into it.
    AWAITED,
    CONNECTED,
    DISCONNECTED;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean connected() {
    return state == State.CONNECTED;
  }

  /// How changes come.
  enum Live {
    WEBHOOKS,
    POLLING;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param insideNetwork the shop may stand at a private address
  /// @param eraseDeleted whether a customer whom the shop deletes is erased here; else only the
  ///   account's number is let go
  /// @param consentWording the sentence beside the newsletter's box in the check-out; null: what is
  ///   ticked there is not taken, for want of proof
  /// @param smsWording the same beside the box for SMS
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Settings(
      boolean insideNetwork,
      boolean eraseDeleted,
      @Nullable String consentWording,
      @Nullable String smsWording) {

    Settings(boolean insideNetwork, boolean eraseDeleted, @Nullable String consentWording) {
      this(insideNetwork, eraseDeleted, consentWording, null);
    }
  }

  /// @param reason a [ShopRefusal.Reason]'s code
  record Refusal(String reason, String detail, Instant since, Instant at) {}

  /// What a comparison with the shop found.
  ///
  /// @param checked how many records were looked at
  /// @param mended how many of them had to be asked for
  record Comparison(Instant at, long checked, long mended) {}
}
