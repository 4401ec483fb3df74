package io.kundig.forms;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents;
import io.kundig.consent.Purpose;
import io.kundig.forms.SignUp.Confirmation;
import io.kundig.forms.SignUp.Outcome;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.messaging.Decision.Reason;
import io.kundig.messaging.MessageRequest;
import io.kundig.messaging.Messaging;
import io.kundig.platform.Secret;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.Identifiers;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Double opt-in.
///
/// A sign-up makes no profile: who is not known yet becomes one by confirming, so that neither
/// crawlers nor strangers can fill the list of customers. Whoever is known already gets the state
/// *pending*, which takes nothing from them.
@Service
class SignUps {

  /// Unconfirmed sign-ups are deleted after this.
  static final Duration VALID_FOR = Duration.ofDays(14);

  /// Confirmation mails one address may get per day, whoever asks for them.
  static final int MOST_MAILS = 3;

  static final Duration MAIL_WINDOW = Duration.ofHours(24);

  private static final Logger log = LoggerFactory.getLogger(SignUps.class);

  /// How long it can be shown that somebody wanted to hear of a product: claims lapse after it.
  static final Duration PROOF_KEPT = Duration.ofDays(3 * 365 + 1);

  private static final String TEMPLATE = "doi-confirm";
  private static final String STOCK_TEMPLATE = "stock-confirm";
  private static final String WANTED = "Subscribed to Back in Stock";
  private static final int LONGEST_USER_AGENT = 400;

  private final SignUpStore store;
  private final Restocks restocks;
  private final ConfirmationTokens tokens;
  private final Profiles profiles;
  private final Consents consents;
  private final Messaging messaging;
  private final Ingest ingest;
  private final Placeholders placeholders;
  private final Secret secret;
  private final Clock clock;

  SignUps(
      SignUpStore store,
      Restocks restocks,
      ConfirmationTokens tokens,
      Profiles profiles,
      Consents consents,
      Messaging messaging,
      Ingest ingest,
      Placeholders placeholders,
      Secret secret,
      Clock clock) {
    this.store = store;
    this.restocks = restocks;
    this.tokens = tokens;
    this.profiles = profiles;
    this.consents = consents;
    this.messaging = messaging;
    this.ingest = ingest;
    this.placeholders = placeholders;
    this.secret = secret;
    this.clock = clock;
  }

  /// Keeps the sign-up and asks the address for confirmation, unless it was asked often enough
  /// today, or the shop cannot ask anybody.
  @Transactional
  public Outcome signUp(SignUp.Request request) {
    Optional<Identifier.Email> email = Identifiers.email(request.email());
    if (email.isEmpty()) {
      return Outcome.NO_ADDRESS;
    }
    Optional<Reason> obstacle = messaging.obstacle(request.shopId());
    if (obstacle.isPresent()) {
      log.atWarn()
          .addKeyValue("shopId", request.shopId())
          .addKeyValue("reason", obstacle.get())
          .log("sign-up refused, since the shop may not send");
      return Outcome.NOT_POSSIBLE;
    }
    Instant now = clock.instant();
    String address = email.get().address();
    if (store.spend(hash(address), now.minus(MAIL_WINDOW), now, MOST_MAILS)) {
      SignUp signUp = signUp(request, address, now);
      store.add(signUp);
      Optional<ProfileId> known = profiles.byIdentifier(email.get());
      if (signUp.wanted() == null) {
        known.ifPresent(profile -> consents.record(pending(signUp, profile)));
      }
      messaging.request(
          List.of(confirmationMail(signUp, known.orElse(new ProfileId(signUp.id())))));
    }
    return Outcome.TAKEN;
  }

  private byte[] hash(String address) {
    return secret.sign("forms.budget", mailbox(address).getBytes(StandardCharsets.UTF_8));
  }

  /// Where mails to all spellings of an address end up: `mara+1@` is `mara@`, and Google overlooks
  /// dots. A different person behind it only shares how many mails come per day.
  private static String mailbox(String address) {
    int at = address.lastIndexOf('@');
    String name = address.substring(0, at);
    String domain = address.substring(at + 1);
    int tag = name.indexOf('+');
    String plain = tag > 0 ? name.substring(0, tag) : name;
    return domain.equals("gmail.com") || domain.equals("googlemail.com")
        ? plain.replace(".", "") + "@gmail.com"
        : plain + "@" + domain;
  }

  private static SignUp signUp(SignUp.Request request, String address, Instant now) {
    return new SignUp(
        Ids.random(now),
        request.shopId(),
        request.formKey(),
        address,
        request.language(),
        request.wording(),
        request.trackingWording(),
        request.traits(),
        request.source(),
        request.ip(),
        shortened(request.userAgent()),
        now,
        now.plus(VALID_FOR),
        null,
        request.wanted());
  }

  private static @Nullable String shortened(@Nullable String userAgent) {
    return userAgent != null && userAgent.length() > LONGEST_USER_AGENT
        ? userAgent.substring(0, LONGEST_USER_AGENT)
        : userAgent;
  }

  private MessageRequest confirmationMail(SignUp signUp, ProfileId profile) {
    return new MessageRequest(
        signUp.id(),
        profile,
        signUp.shopId(),
        ChannelKind.EMAIL,
        MessageRequest.Kind.TRANSACTIONAL,
        new MessageRequest.Origin("signup", null, null, null),
        signUp.wanted() == null ? TEMPLATE : STOCK_TEMPLATE,
        signUp.email(),
        Map.of("locale", signUp.language(), "links", Map.of("confirm", tokens.link(signUp.id()))),
        signUp.createdAt());
  }

  Optional<SignUp> find(String token) {
    return tokens.read(token).flatMap(store::find);
  }

  boolean isExpired(SignUp signUp) {
    return !signUp.expiresAt().isAfter(clock.instant());
  }

  /// The owner of the address says it was them. Saying it again changes nothing.
  ///
  /// @throws Ingest.Busy when it could not be taken now
  Confirmation confirm(SignUp signUp, @Nullable String ip, @Nullable String userAgent) {
    if (signUp.confirmedAt() != null) {
      return Confirmation.ALREADY_CONFIRMED;
    }
    if (isExpired(signUp)) {
      return Confirmation.EXPIRED;
    }
    Instant now = clock.instant();
    String agent = shortened(userAgent);
    ingest.accept(
        List.of(
            signUp.wanted() == null
                ? confirmed(signUp, now, ip, agent)
                : wanted(signUp, signUp.wanted(), now)));
    profiles
        .byIdentifier(new Identifier.Email(signUp.email()))
        .ifPresent(profile -> placeholders.follow(signUp, profile, now));
    consents.liftBounce(ChannelKind.EMAIL, signUp.email());
    store.confirmed(signUp, now, ip, agent);
    if (signUp.wanted() != null) {
      restocks.wished(signUp, signUp.wanted());
    }
    return Confirmation.CONFIRMED;
  }

  /// That somebody wants to hear of one product. It is no consent to marketing: the wording says
  /// what it is one to.
  private static Fact wanted(SignUp signUp, SignUp.Wanted wanted, Instant now) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    properties.put("product_id", wanted.productId());
    if (wanted.variantId() != null) {
      properties.put("variant_id", wanted.variantId());
    }
    if (wanted.title() != null) {
      properties.put("name", wanted.title());
    }
    properties.put("source", signUp.source());
    properties.put("wording", signUp.wording());
    properties.put("signed_up_at", signUp.createdAt().toString());
    return new Fact.Track(
        signUp.shopId(),
        "signup-" + signUp.id(),
        List.of(new Identifier.Email(signUp.email())),
        now,
        WANTED,
        properties,
        Map.of("locale", signUp.language()),
        Fact.Trust.PROVEN);
  }

  private static Fact confirmed(
      SignUp signUp, Instant now, @Nullable String ip, @Nullable String userAgent) {
    ProfileId anybody = new ProfileId(signUp.id());
    List<ConsentChange> changes = new ArrayList<>(pending(signUp, anybody));
    String source =
        "%s, confirmation mail %s of %s"
            .formatted(signUp.source(), signUp.id(), signUp.createdAt());
    changes.add(granted(anybody, Purpose.MARKETING, now, source, signUp.wording(), ip, userAgent));
    if (signUp.trackingWording() != null) {
      changes.add(
          granted(anybody, Purpose.TRACKING, now, source, signUp.trackingWording(), ip, userAgent));
    }
    Map<String, Object> traits = new HashMap<>(signUp.traits());
    traits.put("locale", signUp.language());
    return new Fact.Consent(
        signUp.shopId(),
        "signup-" + signUp.id(),
        List.of(new Identifier.Email(signUp.email())),
        now,
        changes,
        traits);
  }

  private static List<ConsentChange> pending(SignUp signUp, ProfileId profile) {
    List<ConsentChange> changes = new ArrayList<>();
    changes.add(pending(signUp, profile, Purpose.MARKETING, signUp.wording()));
    if (signUp.trackingWording() != null) {
      changes.add(pending(signUp, profile, Purpose.TRACKING, signUp.trackingWording()));
    }
    return changes;
  }

  private static ConsentChange pending(
      SignUp signUp, ProfileId profile, Purpose purpose, String wording) {
    return new ConsentChange(
        profile,
        ChannelKind.EMAIL,
        purpose,
        State.PENDING,
        Method.FORM,
        signUp.createdAt(),
        signUp.source(),
        wording,
        signUp.ip(),
        signUp.userAgent());
  }

  private static ConsentChange granted(
      ProfileId profile,
      Purpose purpose,
      Instant now,
      String source,
      String wording,
      @Nullable String ip,
      @Nullable String userAgent) {
    return new ConsentChange(
        profile,
        ChannelKind.EMAIL,
        purpose,
        State.SUBSCRIBED,
        Method.DOUBLE_OPT_IN,
        now,
        source,
        wording,
        ip,
        userAgent);
  }
}
