package io.kundig.sources.shops;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far an app of ours and the shop into which it was put know each other.
///
/// @param appSecret stands in the app's file
/// @param identity the shop's own id of itself, as it confirmed it; null: none has yet
/// @param registeredAt by the shop's clock, in seconds since 1970; each registration is later
/// @param offer to a shop that has not confirmed it yet; null: none is open
/// @param former what the shop signed with until a moment ago; null: nothing
public record Handshake(
    String appSecret,
    @Nullable String identity,
    long registeredAt,
    @Nullable Offer offer,
    @Nullable Former former) {

  static Handshake begun(String appSecret) {
    return new Handshake(appSecret, null, 0, null, null);
  }

  /// @param secret that the shop is to sign with
  public record Offer(String identity, String secret) {}

  /// @param until when what it signed is still taken
  public record Former(String secret, Instant until) {}

  /// Without secrets.
  @Override
  public String toString() {
    return "Handshake[" + identity + "]";
  }
}
