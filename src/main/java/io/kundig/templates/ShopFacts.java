package io.kundig.templates;

import io.kundig.accounts.Shop;
import io.kundig.templates.Templates.Brand;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What templates may say about the shop; nothing of its keys and rules.
final class ShopFacts {

  private ShopFacts() {}

  static Map<String, @Nullable Object> of(Shop shop, Brand brand) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("name", shop.name());
    facts.put("url", shop.url());
    facts.put("currency", shop.currency());
    facts.put("color", brand.color());
    facts.put("colorOnDark", Colors.onDark(brand.color()));
    facts.put("textOnColor", brand.textOnColor());
    facts.put("logoUrl", brand.logoUrl());
    facts.put("impressum", shop.impressum());
    return facts;
  }
}
