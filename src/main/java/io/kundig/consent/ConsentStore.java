package io.kundig.consent;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents.Consent;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Ids;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of the ledger and the states.
@Component
class ConsentStore {

  private final JdbcClient jdbc;

  ConsentStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void append(Collection<ConsentChange> changes, Instant now) {
    jdbc.sql(
            """
            insert into consent.ledger
              (profile_id, id, channel, purpose, state, method, at, recorded_at, source, wording, ip, user_agent)
            select profile_id, id, channel, purpose, state, method, at, :now, source, wording, ip, user_agent
              from unnest(:profiles::uuid[], :ids::uuid[], :channels::text[], :purposes::text[], :states::text[],
                          :methods::text[], :ats::timestamptz[], :sources::text[], :wordings::text[], :ips::text[],
                          :agents::text[])
                as fresh (profile_id, id, channel, purpose, state, method, at, source, wording, ip, user_agent)
            on conflict (profile_id, id) do nothing
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("profiles", column(changes, change -> change.profileId().toString()))
        .param("ids", column(changes, change -> entryId(change).toString()))
        .param("channels", column(changes, change -> code(change.channel())))
        .param("purposes", column(changes, change -> code(change.purpose())))
        .param("states", column(changes, change -> code(change.state())))
        .param("methods", column(changes, change -> code(change.method())))
        .param("ats", column(changes, change -> change.at().toString()))
        .param("sources", column(changes, ConsentChange::source))
        .param("wordings", column(changes, ConsentChange::wording))
        .param("ips", column(changes, ConsentChange::ip))
        .param("agents", column(changes, ConsentChange::userAgent))
        .update();
  }

  /// A repeat of the same change has the same id.
  private static UUID entryId(ConsentChange change) {
    String key =
        String.join(
            "\n",
            change.channel().name(),
            change.purpose().name(),
            change.state().name(),
            change.method().name(),
            change.source());
    return Ids.hashed(change.at(), (change.at() + "\n" + key).getBytes(StandardCharsets.UTF_8));
  }

  /// Moves each state unless what is there holds; at most one change per person, channel and
  /// purpose.
  void move(Collection<ConsentChange> changes) {
    List<ConsentChange> sorted =
        changes.stream()
            .sorted(
                comparing(ConsentChange::profileId)
                    .thenComparing(ConsentChange::channel)
                    .thenComparing(ConsentChange::purpose))
            .toList();
    jdbc.sql(
            """
            insert into consent.state as held (profile_id, channel, purpose, state, method, since, source)
            select profile_id, channel, purpose, state, method, since, source
              from unnest(:profiles::uuid[], :channels::text[], :purposes::text[], :states::text[], :methods::text[],
                          :sinces::timestamptz[], :sources::text[])
                as fresh (profile_id, channel, purpose, state, method, since, source)
            on conflict (profile_id, channel, purpose) do update
              set state = excluded.state, method = excluded.method, since = excluded.since, source = excluded.source
              where case
                when excluded.state = 'pending' then held.state = 'pending' and excluded.since >= held.since
                when held.state = 'pending' then true
                when excluded.since = held.since then excluded.state = 'unsubscribed'
                else excluded.since > held.since
              end
            """)
        .param("profiles", column(sorted, change -> change.profileId().toString()))
        .param("channels", column(sorted, change -> code(change.channel())))
        .param("purposes", column(sorted, change -> code(change.purpose())))
        .param("states", column(sorted, change -> code(change.state())))
        .param("methods", column(sorted, change -> code(change.method())))
        .param("sinces", column(sorted, change -> change.at().toString()))
        .param("sources", column(sorted, ConsentChange::source))
        .update();
  }

  Map<ProfileId, List<Consent>> states(Collection<ProfileId> profiles) {
    return jdbc
        .sql(
            """
            select profile_id, channel, purpose, state, method, since, source
              from consent.state
              where profile_id = any(:profiles::uuid[])
              order by profile_id, channel, purpose
            """)
        .param("profiles", ids(profiles))
        .query(
            (row, n) ->
                Map.entry(new ProfileId(row.getObject("profile_id", UUID.class)), readConsent(row)))
        .list()
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }

  /// @return whose entry or state it was, once for each
  List<ProfileId> deletePending(Instant before) {
    OffsetDateTime limit = before.atOffset(ZoneOffset.UTC);
    List<UUID> people = new ArrayList<>();
    people.addAll(
        jdbc.sql(
                """
                delete from consent.ledger pending
                  where state = 'pending' and at <= :before
                    and not exists (
                      select from consent.ledger grant_
                        where grant_.profile_id = pending.profile_id and grant_.channel = pending.channel
                          and grant_.purpose = pending.purpose and grant_.state = 'subscribed'
                          and grant_.at >= pending.at)
                  returning profile_id
                """)
            .param("before", limit)
            .query(UUID.class)
            .list());
    people.addAll(
        jdbc.sql(
                """
                delete from consent.state where state = 'pending' and since <= :before
                  returning profile_id
                """)
            .param("before", limit)
            .query(UUID.class)
            .list());
    return people.stream().map(ProfileId::new).toList();
  }

  void moveLedger(Collection<ProfileId> from, Collection<ProfileId> into) {
    jdbc.sql(
            """
            update consent.ledger l set profile_id = moved.into_id
              from unnest(:from::uuid[], :into::uuid[]) as moved (from_id, into_id)
              where l.profile_id = moved.from_id
                and not exists (
                  select from consent.ledger there where there.profile_id = moved.into_id and there.id = l.id)
            """)
        .param("from", ids(from))
        .param("into", ids(into))
        .update();
    jdbc.sql("delete from consent.ledger where profile_id = any(:from::uuid[])")
        .param("from", ids(from))
        .update();
  }

  /// Locks and takes away all states of these people; the merge puts the combined ones back.
  Map<ProfileId, List<Consent>> takeStates(Collection<ProfileId> profiles) {
    return jdbc
        .sql(
            """
            delete from consent.state where profile_id = any(:profiles::uuid[])
              returning profile_id, channel, purpose, state, method, since, source
            """)
        .param("profiles", ids(profiles))
        .query(
            (row, n) ->
                Map.entry(new ProfileId(row.getObject("profile_id", UUID.class)), readConsent(row)))
        .list()
        .stream()
        .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
  }

  private static Consent readConsent(ResultSet row) throws SQLException {
    return new Consent(
        ChannelKind.valueOf(name(row.getString("channel"))),
        Purpose.valueOf(name(row.getString("purpose"))),
        State.valueOf(name(row.getString("state"))),
        Method.valueOf(name(row.getString("method"))),
        row.getObject("since", OffsetDateTime.class).toInstant(),
        row.getString("source"));
  }

  static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static String name(String code) {
    return code.toUpperCase(Locale.ROOT);
  }

  private static String[] ids(Collection<ProfileId> profiles) {
    return profiles.stream().map(ProfileId::toString).toArray(String[]::new);
  }

  private static @Nullable String[] column(
      Collection<ConsentChange> changes, Function<ConsentChange, @Nullable String> value) {
    return changes.stream().map(value).toArray(String[]::new);
  }
}
