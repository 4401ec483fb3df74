package io.kundig.messaging;

import io.kundig.platform.UuidArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Keeps messages as they were sent, packed.
@Repository
class ContentStore {

  private final JdbcClient jdbc;
  private final Dictionaries dictionaries;

  ContentStore(JdbcClient jdbc, Dictionaries dictionaries) {
    this.jdbc = jdbc;
    this.dictionaries = dictionaries;
  }

  /// A message that is rendered again replaces what was kept of it.
  void store(List<Letter> letters) {
    if (letters.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into messaging.content (profile_id, message_id, dictionary_id, body)
            select * from unnest(:profiles, :messages, :dictionaries, :bodies)
            on conflict (profile_id, message_id) do update
              set dictionary_id = excluded.dictionary_id, body = excluded.body
            """)
        .param(
            "profiles",
            UuidArray.of(
                letters.stream().map(letter -> letter.message().ref().profileId()).toList()))
        .param(
            "messages",
            UuidArray.of(
                letters.stream().map(letter -> letter.message().ref().messageId()).toList()))
        .param(
            "dictionaries",
            UuidArray.of(letters.stream().map(letter -> letter.dictionary().id()).toList()))
        .param("bodies", letters.stream().map(this::pack).toArray(byte[][]::new))
        .update();
  }

  private byte[] pack(Letter letter) {
    return ContentCodec.pack(Content.of(letter.outgoing()), letter.dictionary().delta());
  }

  Optional<Content> find(UUID messageId, Collection<UUID> profiles) {
    return jdbc.sql(
            """
            select dictionary_id, body from messaging.content
            where profile_id = any(:profiles::uuid[]) and message_id = :message
            """)
        .param("profiles", Columns.of(profiles, id -> id))
        .param("message", messageId)
        .query((row, _) -> unpack(row))
        .optional();
  }

  /// What the messages were titled.
  Map<UUID, String> subjects(Collection<MessageRef> refs) {
    return jdbc
        .sql(
            """
            select message_id, dictionary_id, body from messaging.content
            join unnest(:profiles::uuid[], :messages::uuid[]) as wanted (profile_id, message_id)
              using (profile_id, message_id)
            """)
        .param("profiles", Columns.of(refs, MessageRef::profileId))
        .param("messages", Columns.of(refs, MessageRef::messageId))
        .query(
            (row, _) -> Map.entry(row.getObject("message_id", UUID.class), unpack(row).subject()))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private Content unpack(ResultSet row) throws SQLException {
    return ContentCodec.unpack(
        row.getBytes("body"), dictionaries.find(row.getObject("dictionary_id", UUID.class)));
  }
}
