package io.kundig.sources;

import io.kundig.profiles.Erasure;
import io.kundig.profiles.ErasureParticipant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Deletes somebody's rows from the error files of imports, and from what is said of them.
@Component
class ImportErasure implements ErasureParticipant {

  private final JdbcClient jdbc;

  ImportErasure(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void erase(Erasure person) {
    jdbc.sql(
            """
            delete from sources.rejected_row
            where exists (select 1 from unnest(:words) as word where strpos(lower(cells || detail_en), word) > 0)
            """)
        .param("words", person.wordArray())
        .update();
    jdbc.sql(
            """
            update sources.import set problems = '[]'
            where exists (select 1 from unnest(:words) as word where strpos(lower(problems::text), word) > 0)
            """)
        .param("words", person.wordArray())
        .update();
  }
}
