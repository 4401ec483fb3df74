package io.kundig.messaging;

import io.kundig.accounts.HistoryWatcher;
import io.kundig.profiles.MergeParticipant;
import io.kundig.profiles.ProfilesMerged;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Moves messages when profiles are merged. A sender that holds one finds it by its id.
@Component
class MessagesFollowMerges implements MergeParticipant {

  private static final List<String> TABLES = List.of("message", "outbox", "content");

  private final JdbcClient jdbc;
  private final HistoryWatcher watcher;

  MessagesFollowMerges(JdbcClient jdbc, HistoryWatcher watcher) {
    this.jdbc = jdbc;
    this.watcher = watcher;
  }

  /// The same message under both profiles is one: it stays where it was decided last.
  @Override
  public void move(List<ProfilesMerged> merges) {
    tell(merges);
    for (String table : TABLES) {
      jdbc.sql(
              """
              update messaging.%1$s t set profile_id = m.into_id
              from unnest(:from::uuid[], :into::uuid[]) as m (from_id, into_id)
              where t.profile_id = m.from_id and not exists (
                select 1 from messaging.%1$s other
                where other.profile_id = m.into_id and other.message_id = t.message_id)
              """
                  .formatted(table))
          .param("from", Columns.of(merges, merge -> merge.from().value()))
          .param("into", Columns.of(merges, merge -> merge.into().value()))
          .update();
    }
  }

  private void tell(List<ProfilesMerged> merges) {
    SentMoments sent = new SentMoments();
    jdbc.sql(
            """
            select shop_id, sent_at from messaging.message
            where profile_id = any(:from::uuid[]) and kind = 'marketing' and sent_at is not null
            """)
        .param("from", Columns.of(merges, merge -> merge.from().value()))
        .query(sent);
    sent.tell(watcher, HistoryWatcher.Facts.MESSAGES);
  }
}
