package io.kundig.channels.email;

import io.kundig.messaging.Outgoing;
import io.kundig.shared.Ids;
import io.kundig.shared.Page;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The built-in mailbox. Keeps the newest mails and forgets older ones.
@Repository
class MailboxStore {

  private static final int KEPT = 10_000;
  private static final int TRIMMED_EVERY = 500;

  private final JdbcClient jdbc;
  private final AtomicInteger put = new AtomicInteger();

  MailboxStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record MailboxItem(
      UUID id,
      Instant at,
      String to,
      String from,
      String subject,
      UUID messageId,
      @Nullable UUID profileId) {}

  record MailboxMail(
      UUID id,
      Instant at,
      String to,
      String from,
      String subject,
      UUID messageId,
      @Nullable UUID profileId,
      String source,
      String html,
      String text) {}

  void put(Outgoing outgoing, byte[] source) {
    jdbc.sql(
            """
            insert into channels.mailbox
              (id, at, recipient, sender, subject, message_id, profile_id, source, html, text)
            values (:id, :at, :to, :from, :subject, :message, :profile, :source, :html, :text)
            """)
        .param("id", Ids.random(outgoing.date()))
        .param("at", outgoing.date().atOffset(ZoneOffset.UTC))
        .param("to", outgoing.to())
        .param("from", outgoing.fromName() + " <" + outgoing.fromEmail() + ">")
        .param("subject", outgoing.subject())
        .param("message", outgoing.messageId())
        .param("profile", outgoing.profileId().value())
        .param("source", source)
        .param("html", outgoing.html())
        .param("text", outgoing.text())
        .update();
    if (put.incrementAndGet() % TRIMMED_EVERY == 0) {
      trim();
    }
  }

  private void trim() {
    jdbc.sql(
            """
            delete from channels.mailbox where seq <= (
              select seq from channels.mailbox order by seq desc offset :kept limit 1)
            """)
        .param("kept", KEPT)
        .update();
  }

  /// Newest first.
  ///
  /// @param before the `next` of the page before
  Page<MailboxItem> list(int limit, long before) {
    List<Map.Entry<Long, MailboxItem>> rows =
        jdbc.sql(
                """
                select seq, id, at, recipient, sender, subject, message_id, profile_id
                from channels.mailbox where seq < :before order by seq desc limit :limit
                """)
            .param("before", before)
            .param("limit", limit + 1)
            .query((row, _) -> Map.entry(row.getLong("seq"), item(row)))
            .list();
    List<MailboxItem> items = rows.stream().limit(limit).map(Map.Entry::getValue).toList();
    return new Page<>(items, rows.size() <= limit ? null : rows.get(limit - 1).getKey().toString());
  }

  Optional<MailboxMail> find(UUID id) {
    return jdbc.sql("select * from channels.mailbox where id = :id")
        .param("id", id)
        .query(
            (row, _) -> {
              MailboxItem item = item(row);
              return new MailboxMail(
                  item.id,
                  item.at,
                  item.to,
                  item.from,
                  item.subject,
                  item.messageId,
                  item.profileId,
                  new String(row.getBytes("source"), StandardCharsets.UTF_8),
                  row.getString("html"),
                  row.getString("text"));
            })
        .optional();
  }

  private static MailboxItem item(ResultSet row) throws SQLException {
    return new MailboxItem(
        row.getObject("id", UUID.class),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("recipient"),
        row.getString("sender"),
        row.getString("subject"),
        row.getObject("message_id", UUID.class),
        row.getObject("profile_id", UUID.class));
  }
}
