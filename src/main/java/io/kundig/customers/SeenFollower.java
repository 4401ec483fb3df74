package io.kundig.customers;

import io.kundig.events.Event;
import io.kundig.events.EventConsumer;
import io.kundig.events.Wanted;
import io.kundig.profiles.MergeParticipant;
import io.kundig.profiles.ProfilesMerged;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Notes when people were seen, from the log.
@Component
class SeenFollower implements EventConsumer, MergeParticipant {

  /// What is done to people, not by them.
  private static final Set<String> PASSIVE =
      Set.of(
          "Received Email",
          "Bounced Email",
          "Refunded Order",
          "Fulfilled Order",
          "Entered Segment",
          "Left Segment",
          "Added to List",
          "Removed from List",
          "Entered Flow",
          "Left Flow");

  private final JdbcClient jdbc;

  SeenFollower(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String name() {
    return "customers-seen";
  }

  @Override
  public Wanted wanted() {
    return Wanted.everythingBut(PASSIVE).withoutProperties().patiently();
  }

  @Override
  public void accept(List<Event> batch) {
    Map<UUID, Span> spans = new TreeMap<>();
    for (Event event : batch) {
      Span moment = new Span(event.at(), event.at());
      spans.merge(event.profileId().value(), moment, Span::plus);
    }
    write(spans);
  }

  private void write(Map<UUID, Span> spans) {
    List<Map.Entry<UUID, Span>> rows = List.copyOf(spans.entrySet());
    jdbc.sql(
            """
            insert into customers.seen as s (profile_id, first_at, last_at)
            select n.profile_id, n.first_at, n.last_at
            from unnest(:profile::uuid[], :first::timestamptz[], :last::timestamptz[])
              as n (profile_id, first_at, last_at)
            left join customers.seen k on k.profile_id = n.profile_id
            where k.profile_id is null or n.first_at < k.first_at
              or n.last_at > k.last_at + interval '5 minutes'
            on conflict (profile_id) do update set
              first_at = least(s.first_at, excluded.first_at),
              last_at = greatest(s.last_at, excluded.last_at)
            where excluded.last_at > s.last_at + interval '5 minutes'
              or excluded.first_at < s.first_at
            """)
        .param("profile", rows.stream().map(row -> row.getKey().toString()).toArray(String[]::new))
        .param("first", rows.stream().map(row -> row.getValue().first + "").toArray(String[]::new))
        .param("last", rows.stream().map(row -> row.getValue().last + "").toArray(String[]::new))
        .update();
  }

  @Override
  public void move(List<ProfilesMerged> merges) {
    String[] from = merges.stream().map(merge -> merge.from().toString()).toArray(String[]::new);
    String[] into = merges.stream().map(merge -> merge.into().toString()).toArray(String[]::new);
    jdbc.sql(
            """
            insert into customers.seen as s (profile_id, first_at, last_at)
            select m.into_id, min(t.first_at), max(t.last_at)
            from unnest(:from::uuid[], :into::uuid[]) as m (from_id, into_id)
            join customers.seen t on t.profile_id = m.from_id
            group by m.into_id
            on conflict (profile_id) do update set
              first_at = least(s.first_at, excluded.first_at),
              last_at = greatest(s.last_at, excluded.last_at)
            """)
        .param("from", from)
        .param("into", into)
        .update();
    jdbc.sql("delete from customers.seen where profile_id = any(:from::uuid[])")
        .param("from", from)
        .update();
  }

  private record Span(Instant first, Instant last) {
    Span plus(Span other) {
      return new Span(
          first.isBefore(other.first) ? first : other.first,
          last.isAfter(other.last) ? last : other.last);
    }
  }
}
