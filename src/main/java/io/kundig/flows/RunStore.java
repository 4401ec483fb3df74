package io.kundig.flows;

import io.kundig.profiles.ProfileId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// People's runs through flows. Every batch is one statement.
@Component
class RunStore {

  private static final String COLUMNS =
      """
      r.profile_id, r.flow_id, r.run_id, r.version, r.step, r.sent, r.state, r.entered_at, r.triggered_at, r.due_at,
      r.ended_at, r.exit_reason
      """;

  private final JdbcClient jdbc;

  RunStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The waiting runs of these people, locked until the transaction ends.
  List<Run> lockWaiting(Collection<ProfileId> profiles) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + """
                from flows.flow_run r
                where r.profile_id = any(cast(:profiles as uuid[])) and r.state = 'waiting'
                order by r.profile_id, r.flow_id
                for update
                """)
        .param("profiles", ids(profiles))
        .query(RunStore::run)
        .list();
  }

  /// When each of these people last entered each flow.
  List<Entered> lastEntered(Collection<ProfileId> profiles) {
    return jdbc.sql(
            """
            select profile_id, flow_id, max(entered_at) as entered_at
            from flows.flow_run
            where profile_id = any(cast(:profiles as uuid[]))
            group by profile_id, flow_id
            """)
        .param("profiles", ids(profiles))
        .query(
            (row, n) ->
                new Entered(
                    profile(row), row.getObject("flow_id", UUID.class), instant(row, "entered_at")))
        .list();
  }

  record Entered(ProfileId profileId, UUID flowId, Instant at) {}

  /// The runs of live flows whose moment has come, oldest first, locked; those another worker holds
  /// are left to it.
  List<Run> lockDue(Instant now, int most) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + """
                from flows.flow_run r
                where r.state = 'waiting' and r.due_at <= :now
                  and r.flow_id in (select flow_id from flows.flow where state = 'live')
                order by r.due_at
                limit :most
                for update of r skip locked
                """)
        .param("now", FlowStore.utc(now))
        .param("most", most)
        .query(RunStore::run)
        .list();
  }

  Optional<Instant> nextDue() {
    return jdbc.sql(
            """
            select r.due_at from flows.flow_run r
            where r.state = 'waiting'
              and r.flow_id in (select flow_id from flows.flow where state = 'live')
            order by r.due_at limit 1
            """)
        .query((row, n) -> instant(row, "due_at"))
        .optional();
  }

  /// Adds runs; one that would be the second waiting run of a person in a flow is left out.
  ///
  /// @return the ids of those that were added
  Set<UUID> insert(List<Run> runs) {
    if (runs.isEmpty()) {
      return Set.of();
    }
    return bind(
            jdbc.sql(
                """
                insert into flows.flow_run (profile_id, flow_id, run_id, version, step, sent, state, entered_at,
                  triggered_at, due_at, ended_at, exit_reason)
                select * from unnest(cast(:profiles as uuid[]), cast(:flows as uuid[]), cast(:runs as uuid[]),
                  cast(:versions as int[]), cast(:steps as int[]), cast(:sents as int[]), cast(:states as text[]),
                  cast(:entered as timestamptz[]), cast(:triggered as timestamptz[]), cast(:dues as timestamptz[]),
                  cast(:ended as timestamptz[]), cast(:reasons as text[]))
                on conflict do nothing returning run_id
                """),
            runs)
        .query(UUID.class)
        .set();
  }

  /// @return the ids of those that the log tells of already
  Set<UUID> update(List<Run> runs) {
    if (runs.isEmpty()) {
      return Set.of();
    }
    Set<UUID> told = new HashSet<>();
    bind(
            jdbc.sql(
                """
                update flows.flow_run r
                set step = n.step, sent = n.sent, state = n.state, triggered_at = n.triggered_at, due_at = n.due_at,
                  ended_at = n.ended_at, exit_reason = n.exit_reason
                from unnest(cast(:profiles as uuid[]), cast(:flows as uuid[]), cast(:runs as uuid[]),
                  cast(:versions as int[]), cast(:steps as int[]), cast(:sents as int[]), cast(:states as text[]),
                  cast(:entered as timestamptz[]), cast(:triggered as timestamptz[]), cast(:dues as timestamptz[]),
                  cast(:ended as timestamptz[]), cast(:reasons as text[]))
                  as n(profile_id, flow_id, run_id, version, step, sent, state, entered_at, triggered_at, due_at,
                    ended_at, exit_reason)
                where r.profile_id = n.profile_id and r.flow_id = n.flow_id and r.run_id = n.run_id
                returning r.run_id, r.told
                """),
            runs)
        .query(
            row -> {
              if (row.getBoolean(2)) {
                told.add(row.getObject(1, UUID.class));
              }
            });
    return told;
  }

  /// Runs that the log does not tell of yet, locked and marked as told.
  List<Run> tellUntold(int most) {
    return jdbc.sql(
            """
            with untold as (
              select profile_id, flow_id, run_id from flows.flow_run where not told
              order by profile_id, flow_id, run_id limit :most for update skip locked)
            update flows.flow_run r set told = true from untold u
            where r.profile_id = u.profile_id and r.flow_id = u.flow_id and r.run_id = u.run_id
            returning\s"""
                + COLUMNS)
        .param("most", most)
        .query(RunStore::run)
        .list();
  }

  boolean isEveryRunTold() {
    return jdbc.sql("select not exists (select 1 from flows.flow_run where not told)")
        .query(Boolean.class)
        .single();
  }

  private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, List<Run> runs) {
    return statement
        .param("profiles", array(runs, run -> run.profileId().toString()))
        .param("flows", array(runs, run -> run.flowId().toString()))
        .param("runs", array(runs, run -> run.runId().toString()))
        .param("versions", array(runs, run -> Integer.toString(run.version())))
        .param("steps", array(runs, run -> Integer.toString(run.step())))
        .param("sents", array(runs, run -> Integer.toString(run.sent())))
        .param("states", array(runs, run -> run.state().name().toLowerCase(Locale.ROOT)))
        .param("entered", array(runs, run -> run.enteredAt().toString()))
        .param("triggered", array(runs, run -> run.triggeredAt().toString()))
        .param("dues", array(runs, run -> text(run.dueAt())))
        .param("ended", array(runs, run -> text(run.endedAt())))
        .param("reasons", array(runs, Run::exitReason));
  }

  /// How many people wait before which step of which flow.
  List<Waiting> waiting() {
    return jdbc.sql(
            """
            select flow_id, version, step, count(*) as people
            from flows.flow_run where state = 'waiting' group by flow_id, version, step
            """)
        .query(
            (row, n) ->
                new Waiting(
                    row.getObject("flow_id", UUID.class),
                    row.getInt("version"),
                    row.getInt("step"),
                    row.getInt("people")))
        .list();
  }

  record Waiting(UUID flowId, int version, int step, int people) {}

  /// The people of a flow, last entered first, from before a run on.
  List<Run> people(UUID flowId, @Nullable String state, @Nullable Run after, int most) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + """
                from flows.flow_run r
                where r.flow_id = :flow and (cast(:state as text) is null or r.state = :state)
                  and (cast(:at as timestamptz) is null or (r.entered_at, r.run_id) < (:at, cast(:run as uuid)))
                order by r.entered_at desc, r.run_id desc
                limit :most
                """)
        .param("flow", flowId)
        .param("state", state)
        .param("at", after == null ? null : FlowStore.utc(after.enteredAt()))
        .param("run", after == null ? null : after.runId())
        .param("most", most)
        .query(RunStore::run)
        .list();
  }

  Optional<Run> find(UUID flowId, UUID runId) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + "from flows.flow_run r where r.flow_id = :flow and r.run_id = :run")
        .param("flow", flowId)
        .param("run", runId)
        .query(RunStore::run)
        .optional();
  }

  /// Moves the runs of merged profiles. Of two waiting runs of a person in one flow the surviving
  /// profile's stays.
  ///
  /// @return the runs that ended by it and that the log tells of
  List<Run> move(List<UUID> from, List<UUID> into, Instant now) {
    String[] source = from.stream().map(UUID::toString).toArray(String[]::new);
    String[] target = into.stream().map(UUID::toString).toArray(String[]::new);
    List<Run> ended = new ArrayList<>();
    jdbc.sql(
            """
            with m as (select * from unnest(cast(:from as uuid[]), cast(:into as uuid[])) as m(source, target))
            update flows.flow_run r
            set state = 'exited', exit_reason = 'merged', due_at = null, ended_at = :now
            from m
            where r.profile_id = m.source and r.state = 'waiting' and exists (
              select 1 from flows.flow_run o
              where o.profile_id = m.target and o.flow_id = r.flow_id and o.state = 'waiting')
            returning r.told,\s"""
                + COLUMNS)
        .param("from", source)
        .param("into", target)
        .param("now", FlowStore.utc(now))
        .query(
            row -> {
              if (row.getBoolean("told")) {
                ended.add(run(row, 0));
              }
            });
    jdbc.sql(
            """
            update flows.flow_run r set profile_id = m.target
            from unnest(cast(:from as uuid[]), cast(:into as uuid[])) as m(source, target)
            where r.profile_id = m.source
            """)
        .param("from", source)
        .param("into", target)
        .update();
    return ended;
  }

  private static String[] ids(Collection<ProfileId> profiles) {
    return profiles.stream().map(ProfileId::toString).toArray(String[]::new);
  }

  private static String[] array(List<Run> runs, Function<Run, @Nullable String> value) {
    return runs.stream().map(value).toArray(String[]::new);
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static Run run(ResultSet row, int n) throws SQLException {
    return new Run(
        profile(row),
        row.getObject("flow_id", UUID.class),
        row.getObject("run_id", UUID.class),
        row.getInt("version"),
        row.getInt("step"),
        row.getInt("sent"),
        Run.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        instant(row, "entered_at"),
        instant(row, "triggered_at"),
        optional(row, "due_at"),
        optional(row, "ended_at"),
        row.getString("exit_reason"));
  }

  private static ProfileId profile(ResultSet row) throws SQLException {
    return new ProfileId(row.getObject("profile_id", UUID.class));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
