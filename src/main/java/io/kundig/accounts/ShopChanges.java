package io.kundig.accounts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What differs between two states of a shop, by path.
final class ShopChanges {

  private ShopChanges() {}

  static Map<String, @Nullable Object[]> between(Shop before, Shop after) {
    Map<String, @Nullable Object> old = fields(before);
    Map<String, @Nullable Object[]> changes = new LinkedHashMap<>();
    fields(after)
        .forEach(
            (path, value) -> {
              if (!Objects.equals(old.get(path), value)) {
                changes.put(path, new @Nullable Object[] {old.get(path), value});
              }
            });
    return changes;
  }

  private static Map<String, @Nullable Object> fields(Shop shop) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", shop.name());
    fields.put("currency", shop.currency());
    fields.put("timeZone", shop.timeZone().getId());
    fields.put("locale", shop.locale().toLanguageTag());
    fields.put("url", shop.url());
    fields.put("sender.name", shop.sender().name());
    fields.put("sender.email", shop.sender().email());
    fields.put("sender.replyTo", shop.sender().replyTo());
    fields.put("impressum.company", shop.impressum().company());
    fields.put("impressum.street", shop.impressum().street());
    fields.put("impressum.city", shop.impressum().city());
    fields.put("impressum.country", shop.impressum().country());
    fields.put("impressum.representative", shop.impressum().representative());
    fields.put("impressum.email", shop.impressum().email());
    fields.put("impressum.phone", shop.impressum().phone());
    fields.put("impressum.register", shop.impressum().register());
    fields.put("impressum.vatId", shop.impressum().vatId());
    fields.put("rules.marketingGapHours", shop.rules().marketingGapHours());
    fields.put("rules.attributionClickDays", shop.rules().attributionClickDays());
    fields.put("rules.attributionOpenDays", shop.rules().attributionOpenDays());
    return fields;
  }
}
