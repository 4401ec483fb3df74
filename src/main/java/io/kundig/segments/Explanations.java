package io.kundig.segments;

import io.kundig.accounts.Shops;
import io.kundig.profiles.ProfileId;
import io.kundig.segments.FactsStore.Row;
import io.kundig.segments.PersonReader.Person;
import io.kundig.shared.NotFound;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Says why a condition holds for somebody, or does not.
@Component
class Explanations {

  private final MemberStore members;
  private final LogReader log;
  private final PersonReader people;
  private final StreamStore streams;
  private final ConditionJson conditions;
  private final Shops shops;
  private final Clock clock;

  Explanations(
      MemberStore members,
      LogReader log,
      PersonReader people,
      StreamStore streams,
      ConditionJson conditions,
      Shops shops,
      Clock clock) {
    this.members = members;
    this.log = log;
    this.people = people;
    this.streams = streams;
    this.conditions = conditions;
    this.shops = shops;
    this.clock = clock;
  }

  /// @param turn when time alone may change it; null: never
  record Explanation(boolean holds, @Nullable Instant turn, Finding tree) {}

  /// What was found for one part of the condition.
  ///
  /// @param count a number, such as how often something happened
  /// @param last when it happened last, or since when something holds
  /// @param value what was found, as text
  record Finding(
      String type,
      boolean holds,
      @Nullable BigDecimal count,
      @Nullable Instant last,
      @Nullable String value,
      List<Finding> of) {}

  /// Read anew from the log and all else, not from what is kept.
  @Transactional(readOnly = true)
  public Explanation explain(Condition condition, @Nullable Integer shopId, ProfileId asked) {
    UUID id = asked.value();
    Person person = people.read(List.of(id)).get(id);
    if (person == null) {
      throw new NotFound("profile", id);
    }
    Scratch scratch = Scratch.insteadOf(streams);
    ZoneId zone = (shopId == null ? Judges.first(shops) : shops.get(shopId)).timeZone();
    Compiled compiled = Compiled.of(condition, zone, scratch);
    if (!scratch.metrics().isEmpty()) {
      log.read(
          List.of(id),
          streams.detailed(scratch.metrics()),
          scratch.metrics().contains(null) ? Set.of() : scratch.metrics(),
          scratch::happened);
    }
    person.orders().forEach(order -> scratch.ordered(id, order));
    scratch.is(id, person.traits());
    byte[] state = person.state(Map.of(), new FactsWriter()).toBytes();
    Set<Integer> memberOf = members.segmentsOf(id);
    Facts known =
        scratch.facts(
            new Row(id, 0, true, new byte[0], state, FactsStore.NEVER, new BitSet(), 0),
            memberOf::contains);
    long now = clock.millis();
    long verdict = compiled.judge(known, now);
    long turn = verdict >= 0 ? verdict : ~verdict;
    return new Explanation(
        verdict >= 0,
        turn == FactsStore.NEVER ? null : Instant.ofEpochMilli(turn),
        finding(compiled.explain(known, now)));
  }

  private Finding finding(Explained explained) {
    return new Finding(
        conditions.tree(explained.condition()).path("type").asString(),
        explained.holds(),
        explained.number(),
        explained.at(),
        explained.value(),
        explained.of().stream().map(this::finding).toList());
  }
}
