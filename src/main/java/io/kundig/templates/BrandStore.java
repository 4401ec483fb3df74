package io.kundig.templates;

import io.kundig.templates.Templates.Brand;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of brands, read once per shop and change.
@Component
class BrandStore {

  private final JdbcClient jdbc;
  private final Map<Integer, Brand> known = new ConcurrentHashMap<>();

  BrandStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Brand get(int shopId) {
    return known.computeIfAbsent(shopId, this::read);
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
