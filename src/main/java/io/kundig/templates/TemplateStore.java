package io.kundig.templates;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of edited templates.
@Component
class TemplateStore {

  private final JdbcClient jdbc;

  TemplateStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Stored> newest(String key, String language) {
    return jdbc.sql(
            """
            select version, subject, preheader, mjml, text_part
              from templates.template_version
              where template_key = :key and language = :language
              order by version desc
              limit 1
            """)
        .param("key", key)
        .param("language", language)
        .query(
            (row, n) ->
                new Stored(
                    row.getInt("version"),
                    new TemplateSource(
                        row.getString("subject"),
                        row.getString("preheader"),
                        row.getString("mjml"),
                        row.getString("text_part"))))
        .optional();
  }

  List<Edited> edited() {
    return jdbc.sql(
            """
            select template_key, max(version) as version, max(created_at) as updated_at
              from templates.template_version
              group by template_key
            """)
        .query(
            (row, n) ->
                new Edited(
                    row.getString("template_key"),
                    row.getInt("version"),
                    row.getObject("updated_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /// @return whether it was stored; not when somebody else stored this version first
  boolean add(String key, String language, int version, TemplateSource source, Instant now) {
    return jdbc.sql(
                """
                insert into templates.template_version
                  (template_key, language, version, subject, preheader, mjml, text_part, created_at)
                values (:key, :language, :version, :subject, :preheader, :mjml, :text, :now)
                on conflict do nothing
                """)
            .param("key", key)
            .param("language", language)
            .param("version", version)
            .param("subject", source.subject())
            .param("preheader", source.preheader())
            .param("mjml", source.mjml())
            .param("text", source.text())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  record Stored(int version, TemplateSource source) {}

  record Edited(String key, int version, Instant at) {}
}
