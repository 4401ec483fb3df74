package io.kundig.messaging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// Keeps messages as they were sent, compressed.
@Repository
class ContentStore {

  private final JdbcClient jdbc;
  private final JsonMapper json = JsonMapper.builder().build();

  ContentStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// A message that is rendered again replaces what was kept of it.
  void store(List<Letter> letters) {
    if (letters.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into messaging.content (profile_id, message_id, body)
            select * from unnest(:profiles::uuid[], :messages::uuid[], :bodies)
            on conflict (profile_id, message_id) do update set body = excluded.body
            """)
        .param("profiles", Columns.of(letters, letter -> letter.message().ref().profileId()))
        .param("messages", Columns.of(letters, letter -> letter.message().ref().messageId()))
        .param(
            "bodies",
            letters.stream()
                .map(letter -> deflate(Content.of(letter.outgoing())))
                .toArray(byte[][]::new))
        .update();
  }

  Optional<Content> find(UUID messageId, Collection<UUID> profiles) {
    return jdbc.sql(
            """
            select body from messaging.content
            where profile_id = any(:profiles::uuid[]) and message_id = :message
            """)
        .param("profiles", Columns.of(profiles, id -> id))
        .param("message", messageId)
        .query((row, _) -> inflate(row.getBytes("body")))
        .optional();
  }

  /// What the messages were titled.
  Map<UUID, String> subjects(Collection<MessageRef> refs) {
    return jdbc
        .sql(
            """
            select message_id, body from messaging.content
            join unnest(:profiles::uuid[], :messages::uuid[]) as wanted (profile_id, message_id)
              using (profile_id, message_id)
            """)
        .param("profiles", Columns.of(refs, MessageRef::profileId))
        .param("messages", Columns.of(refs, MessageRef::messageId))
        .query(
            (row, _) ->
                Map.entry(
                    row.getObject("message_id", UUID.class),
                    inflate(row.getBytes("body")).subject()))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private byte[] deflate(Content content) {
    var bytes = new ByteArrayOutputStream(4096);
    var deflater = new Deflater(Deflater.BEST_SPEED);
    try (var out = new DeflaterOutputStream(bytes, deflater, 4096)) {
      out.write(json.writeValueAsBytes(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private Content inflate(byte[] body) {
    return json.readValue(new InflaterInputStream(new ByteArrayInputStream(body)), Content.class);
  }
}
