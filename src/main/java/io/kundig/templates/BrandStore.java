package io.kundig.templates;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kundig.templates.Templates.Brand;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of brands, read once a second at most: another server may have changed them.
@Component
class BrandStore {

  private final JdbcClient jdbc;
  private final Cache<Integer, Brand> known =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(1)).build();

  BrandStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Brand get(int shopId) {
    return known.get(shopId, this::read);
  }

  private Brand read(int shopId) {
    return jdbc.sql("select color, logo_url from templates.brand where shop_id = :shop")
        .param("shop", shopId)
        .query((row, n) -> new Brand(row.getString("color"), row.getString("logo_url")))
        .optional()
        .orElse(Brand.DEFAULT);
  }

  void put(int shopId, Brand brand) {
    jdbc.sql(
            """
            insert into templates.brand (shop_id, color, logo_url) values (:shop, :color, :logo)
            on conflict (shop_id) do update set color = excluded.color, logo_url = excluded.logo_url
            """)
        .param("shop", shopId)
        .param("color", brand.color())
        .param("logo", brand.logoUrl())
        .update();
    known.put(shopId, brand);
  }
}
