package io.kundig.sources.shops;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A connection as the API shows it, without keys.
///
/// @param state `connected`, or `awaited`: the shop has not made itself known yet, or not any more
/// @param byApp whether it brings its keys by itself
/// @param live `webhooks`, `polling`, or `sent` by a shop of one's own
/// @param pollsBecause why there are no webhooks: `read_only` keys, `not_reachable` from the shop;
///   null: there are, or the system has none
/// @param hooksActive of the webhooks that the shop has, those that are on
/// @param lagMillis from a change in the shop to its being known here, at the last delivery
/// @param lastPollAt when the shop was last asked for all that changed, and answered
/// @param waiting records that the shop is still to be asked for
/// @param unreadable deliveries that could not be read
record ConnectionView(
    UUID id,
    int shopId,
    String kind,
    String address,
    String state,
    boolean byApp,
    String live,
    @Nullable String pollsBecause,
    ShopConnection.Settings settings,
    int hooks,
    int hooksActive,
    String hookAddress,
    @Nullable String version,
    @Nullable String currency,
    Instant connectedAt,
    ShopConnection.@Nullable Refusal problem,
    long deliveries,
    @Nullable Instant lastDeliveryAt,
    @Nullable Long lagMillis,
    @Nullable Instant lastPollAt,
    @Nullable Instant nextPollAt,
    @Nullable Instant nextComparisonAt,
    ShopConnection.@Nullable Comparison comparison,
    long waiting,
    long unreadable,
    List<Part> history) {

  /// @param resource `customer`, `order`, `product`, `coupon` or `subscriber`
  /// @param total null: not known yet
  record Part(
      String resource,
      boolean running,
      long done,
      @Nullable Long total,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt) {

    static Part of(HistoryStore.History history) {
      return new Part(
          history.resource().code(),
          history.running(),
          history.done(),
          history.total(),
          history.startedAt(),
          history.finishedAt());
    }
  }
}
