package io.kundig.segments;

import static io.kundig.segments.SegmentCast.all;
import static io.kundig.segments.SegmentCast.atLeast;
import static io.kundig.segments.SegmentCast.did;
import static io.kundig.segments.SegmentCast.email;
import static io.kundig.segments.SegmentCast.last;
import static io.kundig.segments.SegmentCast.where;
import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.ingest.Ingest;
import io.kundig.platform.AllDueWork;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.support.KundigTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Two profiles with 100,000 events each in the database, one of whom goes on and on, beside
/// others.
@KundigTest
class HeavyProfileTests {

  private static final Logger log = LoggerFactory.getLogger(HeavyProfileTests.class);
  private static final int EVENTS = 100_000;
  private static final String METRIC = "Scrolled";

  private final Segments segments;
  private final MemberStore members;
  private final Explanations explanations;
  private final SegmentViews views;
  private final Shops shops;
  private final AllDueWork work;
  private final KundigClock clock;
  private final JdbcClient jdbc;
  private final SegmentCast cast;

  HeavyProfileTests(
      Segments segments,
      MemberStore members,
      Explanations explanations,
      SegmentViews views,
      Shops shops,
      Ingest ingest,
      AllDueWork work,
      KundigClock clock,
      JdbcClient jdbc) {
    this.segments = segments;
    this.members = members;
    this.explanations = explanations;
    this.views = views;
    this.shops = shops;
    this.work = work;
    this.clock = clock;
    this.jdbc = jdbc;
    this.cast = new SegmentCast(ingest, clock);
  }

  @Test
  void whoDidAHundredThousandThingsDoesNotSlowTheOthers() {
    shops.update(TestShops.nordlicht());
    Identifier.Email mail = email("heavy");
    Identifier.UserId account = new Identifier.UserId(1, "heavy");
    ProfileId heavy = filled(mail);
    ProfileId other = filled(account);
    Segment often = null;
    for (int i = 0; i < 40; i++) {
      often = segments.create(draft(condition(i)));
    }
    took("first reading and building of 40", Duration.ofSeconds(60), work::settle);
    assertThat(of(often)).contains(heavy.value(), other.value());
    int bytes =
        jdbc.sql("select length(events) from segments.profile_facts where profile_id = :id")
            .param("id", heavy.value())
            .query(Integer.class)
            .single();
    log.info("{} bytes a row", bytes);
    assertThat(bytes).isLessThan(2_000_000);

    List<Identifier.Email> guests = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      guests.add(email("guest-" + i));
      cast.track(guests.get(i), METRIC);
    }
    work.settle();
    double alone = millisOfEach(guests, null);
    double beside = millisOfEach(guests, mail);
    log.info("an event of others: {} ms alone, {} ms beside the heavy one", alone, beside);
    assertThat(beside).isLessThan(alone + 60);

    took(
        "one segment more",
        Duration.ofSeconds(10),
        () -> {
          segments.create(draft(did(METRIC, atLeast(7), last(9, Unit.DAYS), where("page", "p1"))));
          work.settle();
        });
    took(
        "explanation",
        Duration.ofSeconds(3),
        () -> explanations.explain(condition(3), null, heavy));
    took("profile page", Duration.ofSeconds(1), () -> views.memberships(heavy));
    took(
        "merge of two",
        Duration.ofSeconds(30),
        () -> {
          cast.identify(Map.of(), account, mail);
          work.settle();
        });
    long kept =
        jdbc.sql("select count(*) from segments.profile_facts where profile_id = any(:ids)")
            .param("ids", new UUID[] {heavy.value(), other.value()})
            .query(Long.class)
            .single();
    assertThat(kept).isEqualTo(1);
  }

  private static void took(String what, Duration limit, Runnable doing) {
    long start = System.nanoTime();
    doing.run();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    log.info("{}: {} ms", what, took.toMillis());
    assertThat(took).as(what).isLessThan(limit);
  }

  /// The median from ingest to being judged.
  private double millisOfEach(List<Identifier.Email> guests, Identifier.Email heavy) {
    List<Double> millis = new ArrayList<>();
    for (Identifier.Email guest : guests) {
      if (heavy != null) {
        cast.track(heavy, METRIC);
      }
      long start = System.nanoTime();
      ProfileId person = cast.track(guest, METRIC);
      while (!isJudged(person)) {
        Thread.onSpinWait();
      }
      millis.add((System.nanoTime() - start) / 1e6);
    }
    Collections.sort(millis);
    return millis.get(millis.size() / 2);
  }

  private boolean isJudged(ProfileId person) {
    return jdbc.sql(
            """
            select not exists (select 1 from events.event e, events.cursor c
              where e.profile_id = :person and c.name = 'segments' and (e.txid, e.seq) > (c.txid, c.seq))
            """)
        .param("person", person.value())
        .query(Boolean.class)
        .single();
  }

  private ProfileId filled(Identifier who) {
    // Makes the month's partition.
    cast.track(who, METRIC, clock.instant().minus(Duration.ofDays(20)), SegmentCast.properties());
    ProfileId person = cast.track(who, METRIC);
    jdbc.sql(
            """
            insert into events.event (profile_id, id, metric_id, shop_id, at, txid, seq, properties)
            select :person, (lpad(to_hex((extract(epoch from t.at) * 1000)::bigint), 12, '0') || '7' || substr(md5(k::text || :salt), 1, 3) || '8' || substr(md5(k::text || :salt), 4, 15))::uuid,
              m.metric_id, 1, t.at, pg_current_xact_id(), k, jsonb_build_object('page', 'p' || k % 50, 'seconds', k % 300)
            from generate_series(1, :events) as k
            cross join lateral (select date_trunc('milliseconds', cast(:now as timestamptz) - k * interval '20 seconds') as at) as t
            join events.metric m on m.name = :metric
            """)
        .param("person", person.value())
        .param("salt", person.toString())
        .param("events", EVENTS)
        .param("now", clock.instant().atOffset(java.time.ZoneOffset.UTC))
        .param("metric", METRIC)
        .update();
    return person;
  }

  private static Condition condition(int i) {
    return switch (i % 4) {
      case 0 -> did(METRIC, atLeast(3 + i), last(7 + i, Unit.DAYS));
      case 1 -> did(METRIC, atLeast(2), last(20, Unit.DAYS), where("page", "p" + i));
      case 2 ->
          new Condition.Did(
              new Condition.Happening(METRIC, null, List.of()),
              Condition.Measure.SUM,
              "seconds",
              atLeast(1_000 + i),
              last(20, Unit.DAYS));
      default -> all(did(METRIC, atLeast(50_000), When.EVER));
    };
  }

  private static Segments.Draft draft(Condition condition) {
    return new Segments.Draft("Segment " + UUID.randomUUID(), "", null, condition);
  }

  private List<UUID> of(Segment segment) {
    return members.members(segment.no(), -1, 1_000).stream()
        .map(MemberStore.Member::profileId)
        .toList();
  }
}
