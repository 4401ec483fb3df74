package io.kundig.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shop;
import io.kundig.accounts.TestShops;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents.Consent;
import io.kundig.consent.Consents.Suppression;
import io.kundig.consent.Purpose;
import io.kundig.messaging.Circumstances.Situation;
import io.kundig.messaging.Decision.Check;
import io.kundig.messaging.Decision.Reason;
import io.kundig.messaging.MessageRequest.Kind;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChecklistTests {

  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final Duration GAP = Duration.ofHours(16);
  private static final String FRIEDERIKE = "friederike.harms@example.org";

  @Test
  void aConfirmedSubscriberIsWrittenTo() {
    Decision decision = decide(Kind.MARKETING, situation(consent(State.SUBSCRIBED)));

    assertThat(decision).isInstanceOf(Decision.Send.class);
    assertThat(decision.checks())
        .extracting(Check::code)
        .containsExactly(
            "address_known", "not_suppressed", "consent", "sender_complete", "impressum_complete");
    assertThat(decision.checks()).extracting(Check::result).containsOnly(Check.Result.PASS);
  }

  @Test
  void marketingNeedsAConfirmedConsent() {
    assertThat(reason(Kind.MARKETING, situation())).isEqualTo(Reason.NO_CONSENT);
    assertThat(reason(Kind.MARKETING, situation(consent(State.PENDING))))
        .isEqualTo(Reason.NOT_CONFIRMED);
    assertThat(reason(Kind.MARKETING, situation(consent(State.UNSUBSCRIBED))))
        .isEqualTo(Reason.UNSUBSCRIBED);
  }

  @Test
  void aTrackingConsentIsNoConsentToAdvertising() {
    Consent tracking =
        new Consent(
            ChannelKind.EMAIL, Purpose.TRACKING, State.SUBSCRIBED, Method.FORM, NOW, "form");

    assertThat(reason(Kind.MARKETING, situation(tracking))).isEqualTo(Reason.NO_CONSENT);
  }

  @Test
  void transactionalNeedsNone() {
    Decision decision = decide(Kind.TRANSACTIONAL, situation());

    assertThat(decision).isInstanceOf(Decision.Send.class);
    assertThat(check(decision, "consent").result()).isEqualTo(Check.Result.NOT_CHECKED);
  }

  @ParameterizedTest
  @EnumSource
  void aSuppressedAddressIsNeverWrittenTo(Kind kind) {
    Situation bounced =
        situation(
            TestShops.nordlicht(),
            FRIEDERIKE,
            new Suppression(Suppression.Reason.HARD_BOUNCE, NOW, null),
            consent(State.SUBSCRIBED));

    assertThat(reason(kind, bounced)).isEqualTo(Reason.SUPPRESSED);
  }

  @ParameterizedTest
  @EnumSource
  void withoutAnAddressNothingElseIsChecked(Kind kind) {
    Decision decision = decide(kind, situation(TestShops.nordlicht(), null, null));

    assertThat(decision).isInstanceOf(Decision.Skip.class);
    assertThat(((Decision.Skip) decision).reason()).isEqualTo(Reason.NO_ADDRESS);
    assertThat(decision.checks().stream().skip(1))
        .extracting(Check::result)
        .containsOnly(Check.Result.NOT_CHECKED);
  }

  @ParameterizedTest
  @EnumSource
  void aShopWithoutImpressumSendsNothing(Kind kind) {
    Shop shop = TestShops.nordlicht();
    Shop.Impressum full = shop.impressum();
    Shop.Impressum lacking =
        new Shop.Impressum(
            full.company(), " ", null, full.country(), null, full.email(), null, null, null);
    Situation situation =
        situation(
            TestShops.with(shop, shop.sender(), lacking),
            FRIEDERIKE,
            null,
            consent(State.SUBSCRIBED));

    Decision decision = decide(kind, situation);

    assertThat(((Decision.Skip) decision).reason()).isEqualTo(Reason.NO_IMPRESSUM);
    assertThat(check(decision, "impressum_complete").facts())
        .isEqualTo(Map.of("missing", List.of("street", "city")));
  }

  @ParameterizedTest
  @EnumSource
  void aShopWithoutSenderSendsNothing(Kind kind) {
    Shop shop = TestShops.nordlicht();
    Situation situation =
        situation(
            TestShops.with(shop, new Shop.Sender("Nordlicht", null, null), shop.impressum()),
            FRIEDERIKE,
            null,
            consent(State.SUBSCRIBED));

    assertThat(reason(kind, situation)).isEqualTo(Reason.SENDER_INCOMPLETE);
  }

  @Test
  void aSecondAdvertisementWaitsForTheGap() {
    assertThat(gapHolds(NOW.minus(GAP))).isTrue();
    assertThat(gapHolds(NOW.minus(GAP).plusSeconds(1))).isFalse();
    assertThat(gapHolds(NOW)).isFalse();
    assertThat(gapHolds(null)).isTrue();
  }

  @Test
  void theGapSaysWhatWasSentLast() {
    var checklist = Checklist.standing(Kind.MARKETING, situation(consent(State.SUBSCRIBED)));
    FrequencyGap.check(
        checklist, GAP, NOW, new FrequencyGap.Recent(NOW.minusSeconds(60), "Frisch geröstet"));

    assertThat(check(checklist.decision(), "frequency_gap").facts())
        .containsEntry("hours", 16)
        .containsEntry("lastSentAt", "2026-03-02T08:59:00Z")
        .containsEntry("lastSubject", "Frisch geröstet");
  }

  @Test
  void aDecisionCanBeReadAgain() {
    Decision decision = decide(Kind.MARKETING, situation(consent(State.PENDING)));

    assertThat(DecisionJson.parse(DecisionJson.of(decision, NOW).write()).decision())
        .isEqualTo(decision);
  }

  private static boolean gapHolds(@Nullable Instant last) {
    var checklist = Checklist.standing(Kind.MARKETING, situation(consent(State.SUBSCRIBED)));
    FrequencyGap.check(
        checklist, GAP, NOW, last == null ? null : new FrequencyGap.Recent(last, null));
    return checklist.holds();
  }

  private static Decision decide(Kind kind, Situation situation) {
    return Checklist.standing(kind, situation).decision();
  }

  private static Reason reason(Kind kind, Situation situation) {
    return ((Decision.Skip) decide(kind, situation)).reason();
  }

  private static Check check(Decision decision, String code) {
    return decision.checks().stream()
        .filter(it -> it.code().equals(code))
        .findFirst()
        .orElseThrow();
  }

  private static Consent consent(State state) {
    return new Consent(
        ChannelKind.EMAIL, Purpose.MARKETING, state, Method.DOUBLE_OPT_IN, NOW, "newsletter");
  }

  private static Situation situation(Consent... consents) {
    return situation(TestShops.nordlicht(), FRIEDERIKE, null, consents);
  }

  private static Situation situation(
      Shop shop, @Nullable String address, @Nullable Suppression suppression, Consent... consents) {
    Profile person =
        new Profile(
            new ProfileId(new UUID(0, 1)),
            address,
            null,
            "Friederike",
            "Harms",
            "de",
            null,
            Map.of(),
            NOW);
    return new Situation(ChannelKind.EMAIL, shop, person, address, suppression, List.of(consents));
  }
}
