package io.kundig.forms;

import io.kundig.forms.Form.Texts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of forms.
@Component
class FormStore {

  private static final String COLUMNS =
      "shop_id, key, name, wording, tracking_wording, privacy_url";

  private final JdbcClient jdbc;
  private final JsonMapper json;

  FormStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Optional<Form> find(int shopId, String key) {
    return jdbc.sql("select " + COLUMNS + " from forms.form where shop_id = :shop and key = :key")
        .param("shop", shopId)
        .param("key", key)
        .query(this::read)
        .optional();
  }

  List<Form> all() {
    return jdbc.sql("select " + COLUMNS + " from forms.form order by shop_id, key")
        .query(this::read)
        .list();
  }

  /// @return whether it is new
  boolean add(Form form, Instant now) {
    return jdbc.sql(
                """
                insert into forms.form (shop_id, key, name, wording, tracking_wording, privacy_url, created_at)
                values (:shop, :key, :name::jsonb, :wording::jsonb, :tracking::jsonb, :privacy, :now)
                on conflict do nothing
                """)
            .param("shop", form.shopId())
            .param("key", form.key())
            .param("name", json.writeValueAsString(form.name()))
            .param("wording", json.writeValueAsString(form.wording()))
            .param("tracking", json.writeValueAsString(form.trackingWording()))
            .param("privacy", form.privacyUrl())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  private Form read(ResultSet row, int n) throws SQLException {
    return new Form(
        row.getInt("shop_id"),
        row.getString("key"),
        json.readValue(row.getString("name"), Texts.class),
        json.readValue(row.getString("wording"), Texts.class),
        json.readValue(row.getString("tracking_wording"), Texts.class),
        row.getString("privacy_url"));
  }
}
