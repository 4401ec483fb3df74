package io.kundig.consent;

import static io.kundig.consent.ConsentChange.Method.DOUBLE_OPT_IN;
import static io.kundig.consent.ConsentChange.Method.FORM;
import static io.kundig.consent.ConsentChange.Method.IMPORT;
import static io.kundig.consent.ConsentChange.Method.ONE_CLICK;
import static io.kundig.consent.ConsentChange.State.PENDING;
import static io.kundig.consent.ConsentChange.State.SUBSCRIBED;
import static io.kundig.consent.ConsentChange.State.UNSUBSCRIBED;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents.Suppression;
import io.kundig.consent.Consents.Suppression.Reason;
import io.kundig.platform.KundigClock;
import io.kundig.platform.Secret;
import io.kundig.profiles.NobodyWatches;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfilesMerged;
import io.kundig.shared.Ids;
import io.kundig.support.TestClock;
import io.kundig.support.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConsentsTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Instant NOW = TestClock.START;
  private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
  private static final Instant LAST_YEAR = NOW.minus(Duration.ofDays(365));

  private final ConsentStore store = new ConsentStore(database.jdbc());
  private final Consents consents =
      new Consents(
          store,
          new SuppressionStore(database.jdbc(), new Secret("a secret of sixteen".getBytes())),
          new NobodyWatches(),
          KundigClock.standingAt(NOW));
  private final ConsentMerge merge = new ConsentMerge(store);

  private final ProfileId friederike = new ProfileId(Ids.random(LAST_YEAR));
  private final ProfileId jonas = new ProfileId(Ids.random(LAST_YEAR));

  @Test
  void theNewestDecisionHoldsInWhateverOrderItArrives() {
    consents.record(
        List.of(
            marketing(friederike, UNSUBSCRIBED, ONE_CLICK, YESTERDAY),
            marketing(friederike, SUBSCRIBED, DOUBLE_OPT_IN, LAST_YEAR)));
    consents.record(List.of(marketing(friederike, SUBSCRIBED, IMPORT, LAST_YEAR.plusSeconds(9))));

    assertThat(stateOf(friederike)).isEqualTo(UNSUBSCRIBED);
    assertThat(ledgerOf(friederike)).hasSize(3);
  }

  @Test
  void atTheSameMomentAWithdrawalBeatsAGrant() {
    consents.record(List.of(marketing(friederike, UNSUBSCRIBED, ONE_CLICK, YESTERDAY)));
    consents.record(List.of(marketing(friederike, SUBSCRIBED, IMPORT, YESTERDAY)));
    assertThat(stateOf(friederike)).isEqualTo(UNSUBSCRIBED);

    consents.record(
        List.of(
            marketing(jonas, UNSUBSCRIBED, ONE_CLICK, YESTERDAY),
            marketing(jonas, SUBSCRIBED, IMPORT, YESTERDAY)));
    assertThat(stateOf(jonas)).isEqualTo(UNSUBSCRIBED);
  }

  @Test
  void nobodyLosesASubscriptionBecauseSomebodyTypedTheirAddressIntoAForm() {
    consents.record(List.of(marketing(friederike, SUBSCRIBED, DOUBLE_OPT_IN, LAST_YEAR)));
    consents.record(List.of(marketing(friederike, PENDING, FORM, NOW)));
    assertThat(stateOf(friederike)).isEqualTo(SUBSCRIBED);

    consents.record(List.of(marketing(jonas, PENDING, FORM, NOW)));
    assertThat(stateOf(jonas)).isEqualTo(PENDING);
    consents.record(List.of(marketing(jonas, SUBSCRIBED, IMPORT, LAST_YEAR)));
    assertThat(stateOf(jonas)).isEqualTo(SUBSCRIBED);
  }

  @Test
  void aGrantFromTheFutureCannotOutliveAWithdrawal() {
    consents.record(
        List.of(marketing(friederike, SUBSCRIBED, IMPORT, NOW.plus(Duration.ofDays(9999)))));
    consents.record(List.of(marketing(friederike, UNSUBSCRIBED, ONE_CLICK, NOW)));
    assertThat(stateOf(friederike)).isEqualTo(UNSUBSCRIBED);
  }

  @Test
  void theSameChangeTwiceIsOneEntry() {
    ConsentChange change = marketing(friederike, SUBSCRIBED, DOUBLE_OPT_IN, YESTERDAY);
    consents.record(List.of(change, change));
    consents.record(List.of(change));
    assertThat(ledgerOf(friederike)).hasSize(1);
  }

  @Test
  void unconfirmedSignUpsAreForgottenAndConfirmedOnesKeepTheirProof() {
    consents.record(List.of(marketing(friederike, PENDING, FORM, LAST_YEAR)));
    consents.record(
        List.of(
            marketing(jonas, PENDING, FORM, LAST_YEAR),
            marketing(jonas, SUBSCRIBED, DOUBLE_OPT_IN, LAST_YEAR.plusSeconds(60))));

    assertThat(consents.deleteUnconfirmed(NOW.minus(Duration.ofDays(14)))).isEqualTo(2);

    assertThat(consents.of(Set.of(friederike, jonas))).containsOnlyKeys(jonas);
    assertThat(ledgerOf(friederike)).isEmpty();
    assertThat(ledgerOf(jonas)).containsExactly("pending", "subscribed");
  }

  @Test
  void aMergeNeverMakesSomebodyReachableWhoHadWithdrawn() {
    consents.record(List.of(marketing(friederike, UNSUBSCRIBED, ONE_CLICK, LAST_YEAR)));
    consents.record(List.of(marketing(jonas, SUBSCRIBED, IMPORT, YESTERDAY)));
    List<ProfilesMerged> merges = List.of(new ProfilesMerged(jonas, friederike, NOW));

    merge.move(merges);
    merge.move(merges);

    assertThat(stateOf(friederike)).isEqualTo(UNSUBSCRIBED);
    assertThat(consents.of(Set.of(jonas))).isEmpty();
    assertThat(ledgerOf(friederike)).containsExactly("unsubscribed", "subscribed");
  }

  @Test
  void aMergeKeepsALaterGrantThatThePersonConfirmed() {
    consents.record(List.of(marketing(friederike, UNSUBSCRIBED, ONE_CLICK, LAST_YEAR)));
    consents.record(List.of(marketing(jonas, SUBSCRIBED, DOUBLE_OPT_IN, YESTERDAY)));
    merge.move(List.of(new ProfilesMerged(jonas, friederike, NOW)));
    assertThat(stateOf(friederike)).isEqualTo(SUBSCRIBED);
  }

  @Test
  void mergesOfOneBatchFollowEachOther() {
    ProfileId mara = new ProfileId(Ids.random(LAST_YEAR));
    consents.record(List.of(marketing(friederike, SUBSCRIBED, DOUBLE_OPT_IN, LAST_YEAR)));
    merge.move(
        List.of(new ProfilesMerged(friederike, jonas, NOW), new ProfilesMerged(jonas, mara, NOW)));
    assertThat(stateOf(mara)).isEqualTo(SUBSCRIBED);
    assertThat(ledgerOf(mara)).hasSize(1);
  }

  @Test
  void aSuppressionIsFoundByTheAddressInAnySpellingAndKeepsNoneOfIt() {
    consents.suppress(
        ChannelKind.EMAIL,
        "jonas.petersen@example.org",
        new Suppression(Reason.HARD_BOUNCE, NOW, "550 <jonas.petersen@example.org> unknown"));

    assertThat(
            consents.suppressed(
                ChannelKind.EMAIL, Set.of("Jonas.Petersen@example.org", "mara@example.org")))
        .containsOnlyKeys("Jonas.Petersen@example.org");
    assertThat(
            database
                .jdbc()
                .sql("select row_to_json(s)::text from consent.suppression s")
                .query(String.class)
                .list())
        .noneMatch(row -> row.contains("petersen"));
  }

  @Test
  void askingForMessagesAgainLiftsAnObjectionButNeverABounce() {
    suppress("bounced@example.org", Reason.HARD_BOUNCE);
    suppress("bounced@example.org", Reason.OBJECTION);
    suppress("objected@example.org", Reason.OBJECTION);

    consents.lift(ChannelKind.EMAIL, "bounced@example.org");
    consents.lift(ChannelKind.EMAIL, "objected@example.org");

    assertThat(
            consents.suppressed(
                ChannelKind.EMAIL, Set.of("bounced@example.org", "objected@example.org")))
        .hasEntrySatisfying(
            "bounced@example.org", s -> assertThat(s.reason()).isEqualTo(Reason.HARD_BOUNCE))
        .hasSize(1);
  }

  @Test
  void anAddressThatWorksAfterAllLosesItsBounceAndNothingElse() {
    for (Reason reason : Reason.values()) {
      suppress(reason + "@example.org", reason);
      consents.liftBounce(ChannelKind.EMAIL, reason + "@example.org");
    }

    Set<String> addresses =
        Stream.of(Reason.values()).map(reason -> reason + "@example.org").collect(toSet());
    assertThat(consents.suppressed(ChannelKind.EMAIL, addresses).values())
        .extracting(Suppression::reason)
        .containsExactlyInAnyOrder(Reason.SPAM_COMPLAINT, Reason.STAFF, Reason.OBJECTION);

    suppress("HARD_BOUNCE@example.org", Reason.HARD_BOUNCE);
    assertThat(consents.suppressed(ChannelKind.EMAIL, Set.of("HARD_BOUNCE@example.org")))
        .as("a new bounce counts again")
        .hasSize(1);
  }

  private void suppress(String address, Reason reason) {
    consents.suppress(ChannelKind.EMAIL, address, new Suppression(reason, NOW, null));
  }

  private @Nullable State stateOf(ProfileId profile) {
    return consents.of(Set.of(profile)).getOrDefault(profile, List.of()).stream()
        .findFirst()
        .map(Consents.Consent::state)
        .orElse(null);
  }

  private List<String> ledgerOf(ProfileId profile) {
    return database
        .jdbc()
        .sql("select state from consent.ledger where profile_id = :profile order by at")
        .param("profile", profile.value())
        .query(String.class)
        .list();
  }

  private static ConsentChange marketing(
      ProfileId profile, State state, Method method, Instant at) {
    return new ConsentChange(
        profile,
        ChannelKind.EMAIL,
        Purpose.MARKETING,
        state,
        method,
        at,
        "form:newsletter",
        "Ja, ich möchte Neues aus der Rösterei Nordlicht per E-Mail.",
        "192.0.2.7",
        "Mozilla/5.0");
  }
}
