package io.kundig.messaging;

import io.kundig.messaging.Decision.Reason;
import io.kundig.profiles.ProfileId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The least time between two marketing messages to one person, whatever flow or shop they come
/// from. Counts what was sent or may have been, and what is intended.
@Component
class FrequencyGap {

  /// First of the two keys of the advisory locks, so that they meet no others.
  private static final int LOCKS = 0x6B67;

  private final JdbcClient jdbc;

  FrequencyGap(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Until the end of the transaction. All take the locks in the same order.
  void lock(Collection<ProfileId> people) {
    if (people.isEmpty()) {
      return;
    }
    int[] keys = people.stream().mapToInt(person -> person.value().hashCode()).sorted().toArray();
    jdbc.sql("select count(pg_advisory_xact_lock(:locks, key)) from unnest(:keys::int[]) as key")
        .param("locks", LOCKS)
        .param("keys", keys)
        .query(Long.class)
        .single();
  }

  /// @param longest as far back as anybody asks
  Map<ProfileId, Recent> last(Collection<ProfileId> people, Duration longest, Instant now) {
    Map<ProfileId, Recent> last = new HashMap<>();
    if (people.isEmpty()) {
      return last;
    }
    jdbc.sql(
            """
            select profile_id, subject,
              case when state in ('planned', 'intended') then greatest(planned_at, :now)
                else coalesce(sent_at, planned_at) end as at
            from messaging.message
            where profile_id = any(:people::uuid[]) and kind = 'marketing' and planned_at > :horizon
              and state in ('planned', 'intended', 'handed_over', 'delivered', 'in_doubt')
            """)
        .param("people", Columns.of(people, ProfileId::value))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("horizon", now.minus(longest).minus(Retry.LONGEST).atOffset(ZoneOffset.UTC))
        .query(
            row -> {
              last.merge(
                  new ProfileId(row.getObject("profile_id", UUID.class)),
                  new Recent(row.getTimestamp("at").toInstant(), row.getString("subject")),
                  Recent::later);
            });
    return last;
  }

  static void check(Checklist checklist, Duration gap, Instant at, @Nullable Recent last) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("hours", (int) gap.toHours());
    if (last != null) {
      facts.put("lastSentAt", last.at().toString());
      if (last.subject() != null) {
        facts.put("lastSubject", last.subject());
      }
    }
    boolean longEnough = last == null || gap.isZero() || !last.at().plus(gap).isAfter(at);
    checklist.verify("frequency_gap", longEnough, Reason.FREQUENCY_GAP, facts);
  }

  /// @param subject null while it is not rendered
  record Recent(Instant at, @Nullable String subject) {
    static Recent later(Recent one, Recent other) {
      return one.at.isAfter(other.at) ? one : other;
    }
  }
}
