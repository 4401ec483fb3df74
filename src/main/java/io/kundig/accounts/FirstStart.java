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
  private final Staff staff;

  FirstStart(Settings settings, Shops shops, ApiKeys apiKeys, Staff staff) {
    this.settings = settings;
    this.shops = shops;
    this.apiKeys = apiKeys;
    this.staff = staff;
  }

  @Override
  public void afterPropertiesSet() {
    shops.ensureFirst();
    given(settings.writeKey()).ifPresent(key -> shops.ensureWriteKey(FIRST_SHOP, key));
    given(settings.adminEmail())
        .ifPresent(
            email ->
                given(settings.adminPassword())
                    .ifPresent(password -> staff.ensureOwner(email, password)));
    given(settings.apiKey()).ifPresent(secret -> apiKeys.ensure("KUNDIG_API_KEY", secret));
  }

  private static Optional<String> given(@Nullable String setting) {
    return Optional.ofNullable(setting).map(String::strip).filter(text -> !text.isEmpty());
  }
}
