package io.kundig.accounts;

import io.kundig.platform.Settings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/// What has to be there before the first request: a shop, and what the operator gave by
/// environment.
@Component
class FirstStart implements InitializingBean {

  private static final int FIRST_SHOP = 1;

  private final Settings settings;
  private final Shops shops;
  private final ApiKeys apiKeys;

  FirstStart(Settings settings, Shops shops, ApiKeys apiKeys) {
    this.settings = settings;
    this.shops = shops;
    this.apiKeys = apiKeys;
  }

  @Override
  public void afterPropertiesSet() {
    shops.ensureFirst();
    given(settings.writeKey()).ifPresent(key -> shops.ensureWriteKey(FIRST_SHOP, key));
    given(settings.apiKey()).ifPresent(secret -> apiKeys.ensure("KUNDIG_API_KEY", secret));
  }

  private static Optional<String> given(@Nullable String setting) {
    return Optional.ofNullable(setting).map(String::strip).filter(text -> !text.isEmpty());
  }
}
