package io.kundig.sources.shops;

import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// An address in the shop's list of its newsletter.
///
/// @param traits by the names that profiles know, without e-mail and telephone
/// @param confirmed whether the address's owner confirmed it by a mail
/// @param newsletter null: not decided yet, as before the confirmation
public record ShopSubscriber(
    String id,
    Instant modifiedAt,
    Instant createdAt,
    String email,
    SortedMap<String, Object> traits,
    boolean confirmed,
    @Nullable Newsletter newsletter)
    implements ShopRecord {

  @Override
  public Resource resource() {
    return Resource.SUBSCRIBER;
  }
}
