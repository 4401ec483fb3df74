package io.kundig.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

@Component
class ShopStore {

  private static final String COLUMNS =
      """
      id, name, currency, time_zone, locale, url, sender_name, sender_email, sender_reply_to,
      company, street, city, country, representative, impressum_email, phone, register, vat_id,
      write_key, marketing_gap_hours, attribution_click_days, attribution_open_days
      """;

  private final JdbcClient jdbc;

  ShopStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Shop> all() {
    return jdbc.sql("select " + COLUMNS + " from accounts.shop order by id")
        .query(ShopStore::shop)
        .list();
  }

  Map<String, Integer> formerWriteKeys() {
    Map<String, Integer> keys = new HashMap<>();
    jdbc.sql("select write_key, shop_id from accounts.former_write_key")
        .query(
            row -> {
              keys.put(row.getString("write_key"), row.getInt("shop_id"));
            });
    return keys;
  }

  Optional<Shop> lock(int id) {
    return jdbc.sql("select " + COLUMNS + " from accounts.shop where id = :id for update")
        .param("id", id)
        .query(ShopStore::shop)
        .optional();
  }

  Shop insert(Shop draft, String writeKey, Instant at) {
    // The lock makes ids without gaps safe; shops are added once in a while, by hand.
    jdbc.sql("lock table accounts.shop in share row exclusive mode").update();
    int id =
        jdbc.sql("select coalesce(max(id), 0) + 1 from accounts.shop").query(int.class).single();
    Shop shop =
        new Shop(
            id,
            draft.name(),
            draft.currency(),
            draft.timeZone(),
            draft.locale(),
            draft.url(),
            draft.sender(),
            draft.impressum(),
            writeKey,
            draft.rules());
    bind(
            """
            insert into accounts.shop (id, name, currency, time_zone, locale, url,
              sender_name, sender_email, sender_reply_to, company, street, city, country,
              representative, impressum_email, phone, register, vat_id, write_key,
              marketing_gap_hours, attribution_click_days, attribution_open_days, created_at)
            values (:id, :name, :currency, :timeZone, :locale, :url,
              :senderName, :senderEmail, :senderReplyTo, :company, :street, :city, :country,
              :representative, :impressumEmail, :phone, :register, :vatId, :writeKey,
              :gap, :clickDays, :openDays, :at)
            """,
            shop)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
    return shop;
  }

  /// Whether it had been missing.
  boolean insertFirst(String writeKey, Instant at) {
    return jdbc.sql(
                """
                insert into accounts.shop (id, name, currency, time_zone, locale, write_key,
                  marketing_gap_hours, attribution_click_days, attribution_open_days, created_at)
                select 1, '', 'EUR', 'Europe/Berlin', 'de', :writeKey, :gap, :clickDays, :openDays, :at
                where not exists (select from accounts.shop)
                on conflict do nothing
                """)
            .param("writeKey", writeKey)
            .param("gap", Shop.Rules.DEFAULT.marketingGapHours())
            .param("clickDays", Shop.Rules.DEFAULT.attributionClickDays())
            .param("openDays", Shop.Rules.DEFAULT.attributionOpenDays())
            .param("at", at.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  void update(Shop shop) {
    bind(
            """
            update accounts.shop
            set name = :name, currency = :currency, time_zone = :timeZone, locale = :locale, url = :url,
              sender_name = :senderName, sender_email = :senderEmail, sender_reply_to = :senderReplyTo,
              company = :company, street = :street, city = :city, country = :country,
              representative = :representative, impressum_email = :impressumEmail, phone = :phone,
              register = :register, vat_id = :vatId, marketing_gap_hours = :gap,
              attribution_click_days = :clickDays, attribution_open_days = :openDays
            where id = :id and write_key = :writeKey
            """,
            shop)
        .update();
  }

  void replaceWriteKey(Shop shop, String writeKey) {
    jdbc.sql(
            """
            insert into accounts.former_write_key (write_key, shop_id)
            values (:former, :shopId)
            on conflict do nothing
            """)
        .param("former", shop.writeKey())
        .param("shopId", shop.id())
        .update();
    jdbc.sql("update accounts.shop set write_key = :writeKey where id = :shopId")
        .param("writeKey", writeKey)
        .param("shopId", shop.id())
        .update();
  }

  private StatementSpec bind(String sql, Shop shop) {
    return jdbc.sql(sql)
        .param("id", shop.id())
        .param("name", shop.name())
        .param("currency", shop.currency())
        .param("timeZone", shop.timeZone().getId())
        .param("locale", shop.locale().toLanguageTag())
        .param("url", shop.url())
        .param("senderName", shop.sender().name())
        .param("senderEmail", shop.sender().email())
        .param("senderReplyTo", shop.sender().replyTo())
        .param("company", shop.impressum().company())
        .param("street", shop.impressum().street())
        .param("city", shop.impressum().city())
        .param("country", shop.impressum().country())
        .param("representative", shop.impressum().representative())
        .param("impressumEmail", shop.impressum().email())
        .param("phone", shop.impressum().phone())
        .param("register", shop.impressum().register())
        .param("vatId", shop.impressum().vatId())
        .param("writeKey", shop.writeKey())
        .param("gap", shop.rules().marketingGapHours())
        .param("clickDays", shop.rules().attributionClickDays())
        .param("openDays", shop.rules().attributionOpenDays());
  }

  private static Shop shop(ResultSet row, int number) throws SQLException {
    return new Shop(
        row.getInt("id"),
        row.getString("name"),
        row.getString("currency"),
        ZoneId.of(row.getString("time_zone")),
        Locale.forLanguageTag(row.getString("locale")),
        row.getString("url"),
        new Shop.Sender(
            row.getString("sender_name"),
            row.getString("sender_email"),
            row.getString("sender_reply_to")),
        new Shop.Impressum(
            row.getString("company"),
            row.getString("street"),
            row.getString("city"),
            row.getString("country"),
            row.getString("representative"),
            row.getString("impressum_email"),
            row.getString("phone"),
            row.getString("register"),
            row.getString("vat_id")),
        row.getString("write_key"),
        new Shop.Rules(
            row.getInt("marketing_gap_hours"),
            row.getInt("attribution_click_days"),
            row.getInt("attribution_open_days")));
  }
}
