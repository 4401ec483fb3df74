package io.kundig.messaging;

import io.kundig.accounts.HistoryWatcher;
import io.kundig.events.Event;
import io.kundig.events.EventConsumer;
import io.kundig.events.Wanted;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Counts opens and clicks beside each message, without those of machines.
@Component
class Engagement implements EventConsumer {

  private static final String OPENED = "Opened Email";
  private static final String CLICKED = "Clicked Email";
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F-]{36}");

  private final JdbcClient jdbc;
  private final HistoryWatcher watcher;

  Engagement(JdbcClient jdbc, HistoryWatcher watcher) {
    this.jdbc = jdbc;
    this.watcher = watcher;
  }

  @Override
  public String name() {
    return "messaging.engagement";
  }

  @Override
  public Wanted wanted() {
    return Wanted.of(List.of(OPENED, CLICKED));
  }

  @Override
  public void accept(List<Event> batch) {
    List<Event> human = batch.stream().filter(Engagement::isHuman).toList();
    if (human.isEmpty()) {
      return;
    }
    SentMoments sent = new SentMoments();
    // By id alone: after a merge the event may be ahead of the message.
    jdbc.sql(
            """
            with touch as (
              select message_id,
                count(*) filter (where not clicked) as opens, min(at) filter (where not clicked) as opened_at,
                count(*) filter (where clicked) as clicks, min(at) filter (where clicked) as clicked_at
              from unnest(:messages::uuid[], :clicked::boolean[], :ats::timestamptz[])
                as t (message_id, clicked, at)
              group by message_id)
            update messaging.message m set
              opens = m.opens + t.opens, opened_at = least(m.opened_at, t.opened_at),
              clicks = m.clicks + t.clicks, clicked_at = least(m.clicked_at, t.clicked_at)
            from touch t where m.message_id = t.message_id
            returning m.shop_id, m.sent_at
            """)
        .param("messages", Columns.of(human, Engagement::messageId))
        .param("clicked", Columns.of(human, event -> event.metric().equals(CLICKED)))
        .param("ats", Columns.of(human, Event::at))
        .query(sent);
    sent.tell(watcher, HistoryWatcher.Facts.TOUCHES);
  }

  private static boolean isHuman(Event event) {
    return !event.properties().path("$bot").asBoolean(false)
        && !event.properties().path("$prefetch").asBoolean(false)
        && ID.matcher(event.properties().path("messageId").asString("")).matches();
  }

  private static UUID messageId(Event event) {
    return UUID.fromString(event.properties().path("messageId").asString(""));
  }
}
