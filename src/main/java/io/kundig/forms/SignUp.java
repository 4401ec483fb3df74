package io.kundig.forms;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody asked for mails to an address, and nobody has confirmed yet that it was its owner.
///
/// @param wording what was agreed to, word for word
/// @param trackingWording what was agreed to about measuring; null: it was not
/// @param source where: `form:newsletter` or what the shop says
/// @param wanted what they want to hear of once it can be had again, and of nothing else; null:
///   they sign up for marketing
record SignUp(
    UUID id,
    int shopId,
    String formKey,
    String email,
    String language,
    String wording,
    @Nullable String trackingWording,
    Map<String, Object> traits,
    String source,
    @Nullable String ip,
    @Nullable String userAgent,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant confirmedAt,
    @Nullable Wanted wanted) {

  /// What a page or a shop's server hands in.
  record Request(
      int shopId,
      String formKey,
      String email,
      String language,
      String wording,
      @Nullable String trackingWording,
      Map<String, Object> traits,
      String source,
      @Nullable String ip,
      @Nullable String userAgent,
      @Nullable Wanted wanted) {}

  /// A product that is sold out.
  ///
  /// @param productId the shop's own id of it
  /// @param title as the shop's page names it: anybody may have written it
  record Wanted(String productId, @Nullable String variantId, @Nullable String title) {}

  /// What became of a request. Whether the address is known already makes no difference.
  enum Outcome {
    TAKEN,
    NO_ADDRESS,
    /// The shop may not send, so that nobody could confirm. Nothing was kept.
    NOT_POSSIBLE
  }

  /// What a confirmation found.
  enum Confirmation {
    CONFIRMED,
    ALREADY_CONFIRMED,
    EXPIRED
  }
}
