package io.kundig.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.events.Consumers;
import io.kundig.ingest.Ingest.Outcome;
import io.kundig.platform.DueWork;
import io.kundig.profiles.Identifier;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;

/// People whose identifiers we know are told about in random pieces, in random order, from several
/// threads; then we look whose profile each event ended up in.
@KundigTest
class IdentityPropertyTests {

  private static final int PEOPLE = 12;
  private static final int FACTS = 700;

  private final Ingest ingest;
  private final Consumers consumers;
  private final List<DueWork> work;
  private final JdbcClient jdbc;

  IdentityPropertyTests(Ingest ingest, Consumers consumers, List<DueWork> work, JdbcClient jdbc) {
    this.ingest = ingest;
    this.consumers = consumers;
    this.work = work;
    this.jdbc = jdbc;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void onProofEveryEventOfAPersonEndsUnderOneProfile(long seed) throws Exception {
    Map<String, Integer> personByEvent = tell(seed, Fact.Trust.PROVEN);
    for (int person = 0; person < PEOPLE; person++) {
      ingest.accept(
          List.of(
              new Fact.Identify(
                  1,
                  "all-" + seed + "-" + person,
                  new World(seed, person).all(),
                  TestClock.START,
                  Map.of(),
                  Fact.Trust.PROVEN)));
    }
    finishMerges();

    Map<Integer, Set<UUID>> profiles = new HashMap<>();
    profilesByEvent(seed)
        .forEach(
            (event, profile) ->
                profiles
                    .computeIfAbsent(personByEvent.get(event), _ -> new HashSet<>())
                    .add(profile));
    assertThat(profilesByEvent(seed)).hasSameSizeAs(personByEvent);
    assertThat(profiles.values()).allMatch(ids -> ids.size() == 1);
    assertThat(new HashSet<>(profiles.values())).hasSameSizeAs(profiles.keySet());
    everythingHangsTogether();
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void withoutProofNobodysEventsMixAndNoneIsLost(long seed) throws Exception {
    Map<String, Integer> personByEvent = tell(seed, Fact.Trust.PUBLIC);
    finishMerges();

    Map<UUID, Set<Integer>> people = new HashMap<>();
    profilesByEvent(seed)
        .forEach(
            (event, profile) ->
                people
                    .computeIfAbsent(profile, _ -> new HashSet<>())
                    .add(personByEvent.get(event)));
    assertThat(profilesByEvent(seed)).hasSameSizeAs(personByEvent);
    assertThat(people.values()).allMatch(who -> who.size() == 1);
    everythingHangsTogether();
  }

  private Map<String, Integer> tell(long seed, Fact.Trust trust) throws Exception {
    Random random = new Random(seed);
    Map<String, Integer> personByEvent = new TreeMap<>();
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < FACTS; i++) {
      int person = random.nextInt(PEOPLE);
      String id = "e-" + seed + "-" + i;
      personByEvent.put(id, person);
      facts.add(
          new Fact.Track(
              1,
              id,
              new World(seed, person).some(random),
              TestClock.START.minusSeconds(random.nextInt(100_000_000)),
              "Something",
              JsonNodeFactory.instance.objectNode().put("key", id),
              Map.of("plan", random.nextInt(5)),
              trust));
    }
    facts.addAll(facts.subList(0, FACTS / 10));
    Collections.shuffle(facts, random);
    List<Callable<List<Outcome>>> calls = new ArrayList<>();
    for (int i = 0; i < facts.size(); ) {
      int end = Math.min(facts.size(), i + 1 + random.nextInt(20));
      List<Fact> batch = facts.subList(i, end);
      calls.add(() -> ingest.accept(batch));
      i = end;
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      int accepted = 0;
      for (Future<List<Outcome>> outcomes : threads.invokeAll(calls)) {
        accepted +=
            (int) outcomes.get().stream().filter(o -> o instanceof Outcome.Accepted).count();
      }
      assertThat(accepted).isEqualTo(FACTS);
    }
    return personByEvent;
  }

  /// What there is to know of one person; nobody else has any of it.
  private record World(long seed, int person) {

    List<Identifier> all() {
      String name = seed + "-" + person;
      return List.of(
          new Identifier.UserId(1, name),
          new Identifier.Email("p" + name + "@example.org"),
          new Identifier.Phone("+49170" + (1_000_000 + seed * 1000 + person)),
          new Identifier.ExternalId(1, "shop", name),
          new Identifier.AnonymousId(1, name + "-phone"),
          new Identifier.AnonymousId(1, name + "-laptop"));
    }

    List<Identifier> some(Random random) {
      List<Identifier> some = new ArrayList<>(all());
      some.removeIf(_ -> random.nextInt(3) > 0);
      return some.isEmpty() ? List.of(all().get(random.nextInt(6))) : some;
    }
  }

  private void finishMerges() {
    consumers.awaitCaughtUp();
    work.forEach(DueWork::runDue);
    assertThat(count("select count(*) from profiles.merge where moved_at is null")).isZero();
  }

  private Map<String, UUID> profilesByEvent(long seed) {
    Map<String, UUID> found = new HashMap<>();
    jdbc.sql(
            """
            select properties->>'key', profile_id from events.event
            where properties->>'key' like :prefix
            """)
        .param("prefix", "e-" + seed + "-%")
        .query(
            row -> {
              assertThat(found.put(row.getString(1), row.getObject(2, UUID.class)))
                  .as("stored twice")
                  .isNull();
            });
    return found;
  }

  private void everythingHangsTogether() {
    assertThat(
            count(
                """
                select count(*) from events.event e
                left join profiles.profile p on p.profile_id = e.profile_id
                where p.profile_id is null or p.merged_into is not null
                """))
        .as("events of aliases or nobody")
        .isZero();
    assertThat(
            count(
                """
                select count(*) from profiles.identifier_owner o
                left join profiles.profile p on p.profile_id = o.profile_id
                where p.profile_id is null or p.merged_into is not null
                """))
        .as("identifiers of aliases or nobody")
        .isZero();
    assertThat(
            count(
                """
                select count(*) from profiles.profile p
                join profiles.profile q on q.profile_id = p.merged_into
                where q.merged_into is not null
                """))
        .as("pointers of more than one hop")
        .isZero();
    assertThat(
            count(
                """
                select count(*) from profiles.profile p
                left join profiles.identifier_owner o on o.ident = 'e:' || p.email
                where p.email is not null and o.profile_id is distinct from p.profile_id
                """))
        .as("addresses of others")
        .isZero();
    assertThat(
            count(
                """
                select count(*) from profiles.profile p
                where p.merged_into is null and p.known is distinct from exists (
                  select from profiles.identifier_owner o
                  where o.profile_id = p.profile_id and o.ident not like 'a:%')
                """))
        .as("known without knowing")
        .isZero();
  }

  private int count(String sql) {
    return jdbc.sql(sql).query(Integer.class).single();
  }
}
