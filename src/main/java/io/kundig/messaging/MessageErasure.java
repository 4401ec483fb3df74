package io.kundig.messaging;

import io.kundig.profiles.Erasure;
import io.kundig.profiles.ErasureParticipant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Deletes what somebody was to get, and of what they got everything but that it was sent, for the
/// figures: of the decisions only what is no text.
@Component
class MessageErasure implements ErasureParticipant {

  private final JdbcClient jdbc;

  MessageErasure(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void erase(Erasure person) {
    jdbc.sql(
            """
            with waiting as (
              delete from messaging.outbox where profile_id = any(:ids) returning profile_id, message_id)
            delete from messaging.message m using waiting w
            where m.profile_id = w.profile_id and m.message_id = w.message_id
            """)
        .param("ids", person.idArray())
        .update();
    jdbc.sql(
            """
            delete from messaging.content where profile_id = any(:ids)
            """)
        .param("ids", person.idArray())
        .update();
    jdbc.sql(
            """
            update messaging.message
            set address = null, subject = null, detail = null, data = null, history = null,
              decision = jsonb_set(decision, '{checks}', coalesce((
                select jsonb_agg(c.item || jsonb_build_object('facts', coalesce((
                    select jsonb_object_agg(f.key, f.value)
                    from jsonb_each(c.item -> 'facts') as f
                    where jsonb_typeof(f.value) in ('boolean', 'number')
                      or f.value #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+Z)?$'), '{}')) order by c.place)
                from jsonb_array_elements(decision -> 'checks') with ordinality as c (item, place)), '[]'))
            where profile_id = any(:ids)
            """)
        .param("ids", person.idArray())
        .update();
  }
}
