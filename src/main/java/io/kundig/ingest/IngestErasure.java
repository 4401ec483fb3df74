package io.kundig.ingest;

import io.kundig.profiles.Erasure;
import io.kundig.profiles.ErasureParticipant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Forgets facts of somebody that could not be stored, and those that the live page still shows.
@Component
class IngestErasure implements ErasureParticipant {

  private final JdbcClient jdbc;
  private final LiveFeed feed;

  IngestErasure(JdbcClient jdbc, LiveFeed feed) {
    this.jdbc = jdbc;
    this.feed = feed;
  }

  @Override
  public void erase(Erasure person) {
    jdbc.sql(
            """
            delete from ingest.set_aside
            where exists (select 1 from unnest(:words) as word where strpos(lower(body), word) > 0)
            """)
        .param("words", person.wordArray())
        .update();
    feed.forget(person.ids());
  }
}
