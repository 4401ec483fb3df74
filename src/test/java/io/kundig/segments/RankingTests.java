package io.kundig.segments;

import static io.kundig.segments.SegmentCast.email;
import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.ingest.Ingest;
import io.kundig.platform.AllDueWork;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.ProfileId;
import io.kundig.support.KundigTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Forty people who bought in a row: the later, the more.
@KundigTest
class RankingTests {

  private static final RankStore.Base ALL = new RankStore.Base(RankStore.ANY_SHOP, "EUR");

  private final Segments segments;
  private final MemberStore members;
  private final RankStore store;
  private final PersonRanks ranks;
  private final Shops shops;
  private final AllDueWork work;
  private final KundigClock clock;
  private final JdbcClient jdbc;
  private final SegmentCast cast;
  private int orders;

  RankingTests(
      Segments segments,
      MemberStore members,
      RankStore store,
      PersonRanks ranks,
      Shops shops,
      Ingest ingest,
      AllDueWork work,
      KundigClock clock,
      JdbcClient jdbc) {
    this.segments = segments;
    this.members = members;
    this.store = store;
    this.ranks = ranks;
    this.shops = shops;
    this.work = work;
    this.clock = clock;
    this.jdbc = jdbc;
    this.cast = new SegmentCast(ingest, clock);
  }

  @Test
  void boundsOfTheNightMovePeopleWhoDidNothing() {
    shops.update(TestShops.nordlicht());
    List<ProfileId> people = new ArrayList<>();
    for (int i = 0; i < 35; i++) {
      people.add(buy("buyer-" + i, 40 - i, 10 + i));
    }
    work.settle();
    assertThat(store.newest(ALL).hasDeciles()).as("too few").isFalse();
    assertThat(ranks.of(people.getFirst()).enough()).isFalse();

    Segment best = create(new Condition.ValueDecile(null, "EUR", List.of(1)));
    Segment champions =
        create(new Condition.Rfm(null, "EUR", Set.of(), Set.of(3), Set.of(), Set.of(3)));
    assertThat(of(best)).isEmpty();
    for (int i = 35; i < 40; i++) {
      people.add(buy("buyer-" + i, 40 - i, 10 + i));
    }
    clock.tick(Duration.ofMinutes(2));
    work.settle();

    Ranks measured = store.newest(ALL);
    assertThat(measured.buyers()).isEqualTo(40);
    assertThat(measured.net().getFirst()).isEqualTo(450_000);
    assertThat(of(best)).containsExactlyInAnyOrderElementsOf(people.subList(36, 40));
    assertThat(told(people.get(36), best)).containsExactly("Entered Segment");
    assertThat(of(champions)).containsExactlyInAnyOrderElementsOf(people.subList(27, 40));
    assertThat(ranks.of(people.getLast()).group()).isEqualTo("recent");
    assertThat(ranks.of(people.getLast()).decile()).isEqualTo(1);

    for (int i = 0; i < 20; i++) {
      buy("rich-" + i, 0, 500);
    }
    work.settle();
    assertThat(of(best)).as("by the bounds of the night").hasSize(24);

    clock.tick(Duration.ofDays(1));
    work.settle();
    assertThat(of(best)).isEmpty();
    assertThat(told(people.get(36), best)).containsExactly("Entered Segment", "Left Segment");
    assertThat(segments.get(best.id()).state()).isEqualTo(Segment.State.LIVE);
    assertThat(history()).as("one a day").isEqualTo(2);
    assertThat(turns()).as("everybody was looked at").isNull();
  }

  private ProfileId buy(String name, int daysAgo, double total) {
    return cast.order(
        email(name),
        "R-" + ++orders,
        clock.instant().minus(Duration.ofDays(daysAgo)),
        total,
        "tea");
  }

  private Segment create(Condition condition) {
    work.settle();
    Segment segment =
        segments.create(new Segments.Draft("Ranked " + condition.hashCode(), "", null, condition));
    work.settle();
    return segments.get(segment.id());
  }

  private Set<ProfileId> of(Segment segment) {
    return members.members(segment.no(), -1, 1_000).stream()
        .map(member -> new ProfileId(member.profileId()))
        .collect(Collectors.toSet());
  }

  private List<String> told(ProfileId person, Segment segment) {
    return jdbc.sql(
            """
            select m.name from events.event e join events.metric m using (metric_id)
            where e.profile_id = :person and e.properties ->> 'segmentId' = :segment
            order by e.txid, e.seq
            """)
        .param("person", person.value())
        .param("segment", segment.id().toString())
        .query(String.class)
        .list();
  }

  private int history() {
    return jdbc.sql("select count(*) from segments.ranking where shop_id = 0 and currency = 'EUR'")
        .query(Integer.class)
        .single();
  }

  private Integer turns() {
    return store.progress().judgedTo();
  }
}
