package io.kundig.messaging;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents;
import io.kundig.consent.Purpose;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.messaging.MessageRequest.Kind;
import io.kundig.messaging.MessageRequest.Origin;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.transaction.support.TransactionTemplate;

/// The people and the shop of these tests.
@TestComponent
class Cast {

  static final UUID FLOW = UUID.fromString("0190a000-0000-7000-8000-00000000f10f");

  private final Ingest ingest;
  private final Consents consents;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Cast(
      Ingest ingest, Consents consents, Shops shops, TransactionTemplate transaction, Clock clock) {
    this.ingest = ingest;
    this.consents = consents;
    this.transaction = transaction;
    this.clock = clock;
    shops.update(TestShops.nordlicht());
  }

  ProfileId known(String firstName, String lastName, String email) {
    Fact identify =
        new Fact.Identify(
            1,
            null,
            List.of(new Identifier.Email(email)),
            clock.instant(),
            Map.of("firstName", firstName, "lastName", lastName),
            Fact.Trust.PROVEN);
    return ((Ingest.Outcome.Accepted) ingest.accept(List.of(identify)).getFirst()).profileId();
  }

  ProfileId subscriber(String firstName, String lastName, String email) {
    ProfileId person = known(firstName, lastName, email);
    consent(person, Purpose.MARKETING, State.SUBSCRIBED);
    return person;
  }

  /// With addresses `reader-1@…` and so on.
  List<ProfileId> subscribers(String name, int count) {
    List<Fact> facts = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      facts.add(
          new Fact.Identify(
              1,
              null,
              List.of(new Identifier.Email(name + "-" + i + "@example.org")),
              clock.instant(),
              Map.of("firstName", name + " " + i),
              Fact.Trust.PROVEN));
    }
    List<ProfileId> people =
        ingest.accept(facts).stream()
            .map(outcome -> ((Ingest.Outcome.Accepted) outcome).profileId())
            .toList();
    consents(people, Purpose.MARKETING, State.SUBSCRIBED);
    return people;
  }

  void consent(ProfileId person, Purpose purpose, State state) {
    consents(List.of(person), purpose, state);
  }

  private void consents(List<ProfileId> people, Purpose purpose, State state) {
    List<ConsentChange> changes =
        people.stream()
            .map(
                person ->
                    new ConsentChange(
                        person,
                        ChannelKind.EMAIL,
                        purpose,
                        state,
                        Method.DOUBLE_OPT_IN,
                        clock.instant(),
                        "newsletter",
                        "Ja, ich möchte Post von der Rösterei Nordlicht.",
                        null,
                        null))
            .toList();
    transaction.executeWithoutResult(_ -> consents.record(changes));
  }

  MessageRequest marketing(ProfileId person, String step) {
    return request(person, Kind.MARKETING, step);
  }

  MessageRequest transactional(ProfileId person, String step) {
    return request(person, Kind.TRANSACTIONAL, step);
  }

  private MessageRequest request(ProfileId person, Kind kind, String step) {
    byte[] key = (person + step).getBytes(StandardCharsets.UTF_8);
    return new MessageRequest(
        Ids.hashed(clock.instant(), key),
        person,
        1,
        ChannelKind.EMAIL,
        kind,
        new Origin("flow", FLOW, step, null),
        kind == Kind.MARKETING ? "welcome-1" : "test",
        null,
        Map.of(),
        clock.instant());
  }
}
