package io.kundig.sources.shops;

import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A customer's account.
///
/// @param country ISO 3166 code, for the telephone number
/// @param traits by the names that profiles know, without e-mail and telephone
public record ShopCustomer(
    String id,
    Instant modifiedAt,
    Instant createdAt,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String country,
    SortedMap<String, Object> traits,
    @Nullable Newsletter newsletter)
    implements ShopRecord {

  @Override
  public Resource resource() {
    return Resource.CUSTOMER;
  }
}
