package io.kundig.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.shared.Ids;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The rules of identity, without a database.
class ResolutionTests {

  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

  private final Map<String, UUID> owned = new HashMap<>();
  private final UUID friederike = owner("u:1:friederike", "e:friederike@example.org");
  private final UUID jonas = owner("u:1:jonas", "e:jonas@example.org");
  private final UUID newsletter = owner("e:news@example.org");
  private final UUID visitor = owner("a:1:visitor");
  private final UUID tablet = owner("a:1:tablet", "u:1:tablet-owner");

  @Test
  void anAnonymousVisitorBecomesTheCustomerThatIdentifies() {
    Result result = resolve(false, user("new"), browser("visitor"));
    assertThat(result.person()).isEqualTo(visitor);
    assertThat(result.merged()).isEmpty();
  }

  @Test
  void theHistoryOfAVisitorJoinsTheCustomerWhoSignsIn() {
    Result result = resolve(false, user("jonas"), browser("visitor"));
    assertThat(result.person()).isEqualTo(jonas);
    assertThat(result.merged()).containsExactly(visitor);
  }

  @Test
  void aSharedBrowserMovesOnWithWhoeverSignsIn() {
    Result result = resolve(false, user("jonas"), browser("tablet"));
    assertThat(result.person()).isEqualTo(jonas);
    assertThat(result.merged()).isEmpty();
    assertThat(result.resolution().handedOn()).containsOnlyKeys("a:1:tablet");
  }

  @Test
  void aSharedBrowserProvesNothingEvenToASecretKey() {
    Result result = resolve(true, user("jonas"), browser("tablet"));
    assertThat(result.person()).isEqualTo(jonas);
    assertThat(result.merged()).isEmpty();
  }

  @Test
  void aNewAccountOnASharedBrowserIsANewPerson() {
    Result result = resolve(true, user("somebody-new"), browser("tablet"));
    assertThat(result.isFresh()).isTrue();
    assertThat(result.resolution().handedOn()).containsOnlyKeys("a:1:tablet");
  }

  @Test
  void twoKnownPeopleStayTwoWithoutProof() {
    Result result = resolve(false, user("jonas"), email("friederike@example.org"));
    assertThat(result.person()).isEqualTo(jonas);
    assertThat(result.merged()).isEmpty();
    assertThat(result.resolution().doubts())
        .extracting(Resolution.Doubt::reason)
        .containsExactly("owned_by_another");
  }

  @Test
  void twoKnownPeopleBecomeOneOnProof() {
    Result result = resolve(true, user("jonas"), email("friederike@example.org"));
    assertThat(result.person()).isEqualTo(jonas);
    assertThat(result.merged()).containsExactly(friederike);
  }

  @Test
  void aSubscriberWhoOpensAnAccountIsTheSamePerson() {
    Result result = resolve(false, user("new"), email("news@example.org"));
    assertThat(result.person()).isEqualTo(newsletter);
    assertThat(result.resolution().claims()).containsOnlyKeys("u:1:new");
  }

  @Test
  void aWriteKeyCannotTakeOverAnAddress() {
    Result result = resolve(false, user("attacker"), email("friederike@example.org"));
    assertThat(result.isFresh()).isTrue();
    assertThat(result.resolution().claims()).containsOnlyKeys("u:1:attacker");
    assertThat(result.resolution().doubts()).hasSize(1);
  }

  @Test
  void aWriteKeyCannotSendSomebodysMailElsewhere() {
    Result result = resolve(false, user("friederike"), email("attacker@example.org"));
    assertThat(result.person()).isEqualTo(friederike);
    assertThat(result.resolution().claims()).isEmpty();
    assertThat(result.resolution().doubts())
        .extracting(Resolution.Doubt::reason)
        .containsExactly("has_another");
  }

  @Test
  void aSecretKeyMayChangeAnAddress() {
    Result result = resolve(true, user("friederike"), email("new@example.org"));
    assertThat(result.person()).isEqualTo(friederike);
    assertThat(result.resolution().claims()).containsOnlyKeys("e:new@example.org");
  }

  @Test
  void whatHappensWithinABatchCountsForWhatFollows() {
    Resolution resolution = resolution();
    List<Sighting> batch =
        List.of(
            sighting(false, browser("b")),
            sighting(false, user("x"), browser("b")),
            sighting(false, browser("c")),
            sighting(false, user("x"), browser("c")),
            sighting(false, user("jonas"), browser("b")),
            sighting(false, browser("b")));
    readDetails(resolution, batch);
    List<UUID> people = batch.stream().map(resolution::resolve).map(p -> p.survivor().id).toList();
    List<UUID> ends = people.stream().map(id -> id).toList();
    assertThat(ends.get(1)).isEqualTo(ends.get(0));
    assertThat(ends.get(3)).isEqualTo(ends.get(1));
    assertThat(ends.get(4)).isEqualTo(jonas);
    assertThat(ends.get(5)).isEqualTo(jonas);
    assertThat(resolution.fresh()).hasSize(1);
    assertThat(resolution.merged()).isEmpty();
  }

  private record Result(Resolution resolution, Person found) {
    UUID person() {
      return found.survivor().id;
    }

    boolean isFresh() {
      return found.survivor().fresh;
    }

    List<UUID> merged() {
      return resolution.merged().stream().map(person -> person.id).toList();
    }
  }

  private Result resolve(boolean proven, Identifier... identifiers) {
    Resolution resolution = resolution();
    Sighting sighting = sighting(proven, identifiers);
    readDetails(resolution, List.of(sighting));
    return new Result(resolution, resolution.resolve(sighting));
  }

  private Resolution resolution() {
    Map<Identifier, UUID> owners = new HashMap<>();
    owned.forEach((key, id) -> owners.put(Identifier.ofKey(key).orElseThrow(), id));
    return new Resolution(owners, () -> Ids.random(NOW));
  }

  /// What the store reads in its place.
  private void readDetails(Resolution resolution, List<Sighting> sightings) {
    for (Person person : resolution.needingDetails(sightings)) {
      Set<String> strong = new TreeSet<>();
      owned.forEach(
          (ident, id) -> {
            if (id.equals(person.id) && !ident.startsWith("a:")) {
              strong.add(ident);
            }
          });
      person.read(!strong.isEmpty(), strong);
    }
  }

  private UUID owner(String... idents) {
    UUID id = Ids.random(NOW);
    for (String ident : idents) {
      owned.put(ident, id);
    }
    return id;
  }

  private static Sighting sighting(boolean proven, Identifier... identifiers) {
    return new Sighting(List.of(identifiers), Map.of(), NOW, proven);
  }

  private static Identifier user(String id) {
    return new Identifier.UserId(1, id);
  }

  private static Identifier email(String address) {
    return new Identifier.Email(address);
  }

  private static Identifier browser(String id) {
    return new Identifier.AnonymousId(1, id);
  }
}
