package io.kundig.sources.shops;

import org.jspecify.annotations.Nullable;

/// What a shop says that is no state of a record.
public sealed interface Notice {

  /// Somebody is to be erased, as the law demands.
  ///
  /// @param account the shop's number of them
  record Forget(@Nullable String account, @Nullable String email) implements Notice {}

  /// The shop does not know this connection's keys any more.
  record Uninstalled() implements Notice {}
}
