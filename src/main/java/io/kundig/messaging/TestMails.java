package io.kundig.messaging;

import io.kundig.accounts.Actor;
import io.kundig.accounts.CurrentUser;
import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.consent.ChannelKind;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.messaging.MessageRequest.Kind;
import io.kundig.messaging.MessageRequest.Origin;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.Identifiers;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Conflict;
import io.kundig.shared.Ids;
import io.kundig.shared.Invalid;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Sends staff a mail, to see that mails leave and what they look like.
@RestController
@RequestMapping("/api/v1/test-mails")
class TestMails {

  private static final String DEFAULT_TEMPLATE = "test";

  private final Messaging messaging;
  private final CurrentUser currentUser;
  private final Shops shops;
  private final Profiles profiles;
  private final Ingest ingest;
  private final Clock clock;

  TestMails(
      Messaging messaging,
      CurrentUser currentUser,
      Shops shops,
      Profiles profiles,
      Ingest ingest,
      Clock clock) {
    this.messaging = messaging;
    this.currentUser = currentUser;
    this.shops = shops;
    this.profiles = profiles;
    this.ingest = ingest;
    this.clock = clock;
  }

  /// @param to null: whoever is signed in
  record TestMail(@Nullable String templateKey, @Nullable String to, @Nullable Integer shopId) {}

  record TestMailAccepted(UUID messageId, UUID profileId) {}

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  TestMailAccepted send(@RequestBody TestMail mail) {
    Identifier.Email to = addressee(mail);
    Shop shop = mail.shopId == null ? shops.all().getFirst() : shops.get(mail.shopId);
    ProfileId person = person(to, shop);
    Instant now = clock.instant();
    UUID messageId = Ids.random(now);
    Decision decision =
        messaging
            .request(
                List.of(
                    new MessageRequest(
                        messageId,
                        person,
                        shop.id(),
                        ChannelKind.EMAIL,
                        Kind.TRANSACTIONAL,
                        new Origin("test", null, null, null),
                        mail.templateKey == null ? DEFAULT_TEMPLATE : mail.templateKey,
                        to.address(),
                        Map.of(),
                        now)))
            .getFirst();
    if (decision instanceof Decision.Skip skip) {
      throw new Conflict(remedy(skip.reason()));
    }
    return new TestMailAccepted(messageId, person.value());
  }

  private Identifier.Email addressee(TestMail mail) {
    String to =
        mail.to != null
            ? mail.to
            : currentUser.get().orElse(null) instanceof Actor.Staff staff ? staff.email() : null;
    return Identifiers.email(to)
        .orElseThrow(
            () ->
                new Invalid(
                    "to", "This is not an email address.", "Say where the test mail shall go."));
  }

  /// Staff get a profile like anybody, so that the mail and its reasons can be looked at there.
  private ProfileId person(Identifier.Email address, Shop shop) {
    return profiles.byIdentifier(address).orElseGet(() -> create(address, shop));
  }

  private ProfileId create(Identifier.Email address, Shop shop) {
    Ingest.Outcome outcome =
        ingest
            .accept(
                List.of(
                    new Fact.Identify(
                        shop.id(),
                        null,
                        List.of(address),
                        clock.instant(),
                        Map.of(),
                        Fact.Trust.PROVEN)))
            .getFirst();
    if (outcome instanceof Ingest.Outcome.Accepted accepted) {
      return accepted.profileId();
    }
    return profiles
        .byIdentifier(address)
        .orElseThrow(() -> new IllegalStateException("no profile for a test mail: " + outcome));
  }

  private static String remedy(Decision.Reason reason) {
    return switch (reason) {
      case SENDER_INCOMPLETE ->
          "The shop has no sender yet. Fill in name and address under Settings → Shop and legal"
              + " notice.";
      case NO_IMPRESSUM ->
          "The legal notice is not complete. Fill it in under Settings → Shop and legal notice;"
              + " without it no mail leaves.";
      case SUPPRESSED ->
          "This address is suppressed: a mail to it bounced, or its owner objected. Use another one.";
      case NO_ADDRESS,
          NO_CONSENT,
          NOT_CONFIRMED,
          UNSUBSCRIBED,
          NO_UNSUBSCRIBE_LINK,
          FREQUENCY_GAP,
          TEMPLATE_FAILED,
          TOO_LATE,
          DUPLICATE ->
          "The test mail was not sent: " + DecisionJson.code(reason) + ".";
    };
  }
}
