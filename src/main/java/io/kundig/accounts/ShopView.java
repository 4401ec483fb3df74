package io.kundig.accounts;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A shop as the app sees it.
///
/// @param missing names of the Impressum's mandatory parts that are still empty
@Schema(name = "Shop")
record ShopView(
    int id,
    String name,
    String currency,
    String timeZone,
    String locale,
    @Nullable String url,
    Shop.Sender sender,
    Shop.Impressum impressum,
    boolean impressumComplete,
    List<String> missing,
    String writeKey,
    Shop.Rules rules) {

  static ShopView of(Shop shop) {
    List<String> missing = shop.impressum().missing();
    return new ShopView(
        shop.id(),
        shop.name(),
        shop.currency(),
        shop.timeZone().getId(),
        shop.locale().toLanguageTag(),
        shop.url(),
        shop.sender(),
        shop.impressum(),
        missing.isEmpty(),
        missing,
        shop.writeKey(),
        shop.rules());
  }
}
