package io.kundig.channels.email;

import io.kundig.profiles.Erasure;
import io.kundig.profiles.ErasureParticipant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Empties the built-in mailbox of the mails to somebody.
@Component
class MailboxErasure implements ErasureParticipant {

  private final JdbcClient jdbc;

  MailboxErasure(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void erase(Erasure person) {
    jdbc.sql(
            """
            delete from channels.mailbox
            where profile_id = any(:ids) or exists (
              select 1 from unnest(:words) as word where strpos(lower(recipient), word) > 0)
            """)
        .param("ids", person.idArray())
        .param("words", person.wordArray())
        .update();
  }
}
