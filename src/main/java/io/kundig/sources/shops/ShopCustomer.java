package io.kundig.sources.shops;

import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A customer's account.
///
/// @param country ISO 3166 code, for the telephone number
/// @param traits by the names that profiles know, without e-mail and telephone
/// @param newsletter what was decided about it by email; null: nothing
/// @param sms the same by SMS to the telephone
public record ShopCustomer(
    String id,
    Instant modifiedAt,
    Instant createdAt,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String country,
    SortedMap<String, Object> traits,
    @Nullable Newsletter newsletter,
    @Nullable Newsletter sms)
    implements ShopRecord {

  public ShopCustomer(
      String id,
      Instant modifiedAt,
      Instant createdAt,
      @Nullable String email,
      @Nullable String phone,
      @Nullable String country,
      SortedMap<String, Object> traits,
      @Nullable Newsletter newsletter) {
    this(id, modifiedAt, createdAt, email, phone, country, traits, newsletter, null);
  }

  @Override
  public Resource resource() {
    return Resource.CUSTOMER;
  }
}
