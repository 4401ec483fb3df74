package io.kundig.sources.shops;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a shop says that is no state of a record.
public sealed interface Notice {

  /// Somebody is to be erased, as the law demands.
  ///
  /// @param account the shop's number of them
  record Forget(@Nullable String account, @Nullable String email) implements Notice {}

  /// Two accounts have become one.
  ///
  /// @param kept the shop's number of them from now on
  record Merged(String kept, String gone) implements Notice {}

  /// Somebody is about to buy.
  record Checkout(ShopCheckout checkout) implements Notice {}

  /// The shop does not know this connection's keys any more.
  record Uninstalled() implements Notice {}

  /// Somebody wrote to the shop by a form of its.
  ///
  /// @param id the shop's own of what happened, the same when it is told again
  /// @param email as it was typed
  record Written(
      String id,
      Instant at,
      String email,
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String subject,
      @Nullable String text)
      implements Notice {}
}
