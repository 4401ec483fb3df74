package io.kundig.messaging;

import io.kundig.accounts.Shop;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents.Consent;
import io.kundig.consent.Consents.Suppression;
import io.kundig.consent.Purpose;
import io.kundig.messaging.Circumstances.Situation;
import io.kundig.messaging.Decision.Check;
import io.kundig.messaging.Decision.Check.Result;
import io.kundig.messaging.Decision.Reason;
import io.kundig.messaging.MessageRequest.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The checks of one message in the order they are made. After the first that fails the others are
/// listed as not made.
final class Checklist {

  private final List<Check> checks = new ArrayList<>();
  private @Nullable Reason failure;

  /// Checks what can change until the last moment: made when the message is decided, and again when
  /// it leaves.
  static Checklist standing(Kind kind, Situation situation) {
    var checklist = new Checklist();
    checklist.addressKnown(situation);
    checklist.notSuppressed(situation);
    checklist.consent(kind, situation);
    checklist.shopComplete(situation.shop());
    return checklist;
  }

  /// What keeps a shop from sending anything, whoever it is to.
  static Optional<Reason> obstacle(Shop shop) {
    var checklist = new Checklist();
    checklist.shopComplete(shop);
    return Optional.ofNullable(checklist.failure);
  }

  static boolean tracks(Situation situation) {
    return find(situation.consents(), Purpose.TRACKING)
        .filter(consent -> consent.state() == State.SUBSCRIBED)
        .isPresent();
  }

  private void addressKnown(Situation situation) {
    verify("address_known", situation.address() != null, Reason.NO_ADDRESS, Map.of());
  }

  private void notSuppressed(Situation situation) {
    Suppression suppression = situation.suppression();
    verify(
        "not_suppressed",
        suppression == null,
        Reason.SUPPRESSED,
        suppression == null
            ? Map.of()
            : Map.of(
                "reason", code(suppression.reason()), "suppressedAt", suppression.at().toString()));
  }

  private void consent(Kind kind, Situation situation) {
    if (kind == Kind.TRANSACTIONAL) {
      skip("consent", Map.of("required", false));
      return;
    }
    Optional<Consent> consent = find(situation.consents(), Purpose.MARKETING);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("required", true);
    facts.put("state", consent.map(given -> code(given.state())).orElse("none"));
    consent.ifPresent(
        given -> {
          facts.put("since", given.since().toString());
          facts.put("method", code(given.method()));
          facts.put("source", given.source());
        });
    @Nullable State state = consent.map(Consent::state).orElse(null);
    verify("consent", state == State.SUBSCRIBED, lackOf(state), facts);
  }

  private static Reason lackOf(@Nullable State state) {
    if (state == null) {
      return Reason.NO_CONSENT;
    }
    return switch (state) {
      case PENDING -> Reason.NOT_CONFIRMED;
      case UNSUBSCRIBED, SUBSCRIBED -> Reason.UNSUBSCRIBED;
    };
  }

  private void shopComplete(Shop shop) {
    senderComplete(shop.sender());
    impressumComplete(shop.impressum());
  }

  private void senderComplete(Shop.Sender sender) {
    List<String> missing = sender.missing();
    verify(
        "sender_complete",
        missing.isEmpty(),
        Reason.SENDER_INCOMPLETE,
        missing.isEmpty() ? Map.of() : Map.of("missing", missing));
  }

  private void impressumComplete(Shop.Impressum impressum) {
    List<String> missing = impressum.missing();
    verify(
        "impressum_complete",
        missing.isEmpty(),
        Reason.NO_IMPRESSUM,
        missing.isEmpty() ? Map.of() : Map.of("missing", missing));
  }

  /// A server that stood still, a mail server that was away for long or a restored backup must not
  /// send last month's mails.
  void inTime(Instant dueAt, Instant now) {
    verify(
        "in_time",
        !dueAt.isBefore(now.minus(Messaging.TOO_LATE)),
        Reason.TOO_LATE,
        Map.of("dueAt", dueAt.toString(), "hours", (int) Messaging.TOO_LATE.toHours()));
  }

  /// Informative: says whether opens and clicks will be measured.
  void trackingConsent(Situation situation) {
    boolean granted = tracks(situation);
    if (failure == null) {
      checks.add(new Check("tracking_consent", Result.PASS, Map.of("granted", granted)));
    } else {
      skip("tracking_consent", Map.of());
    }
  }

  void verify(String code, boolean holds, Reason otherwise, Map<String, Object> facts) {
    if (failure != null) {
      skip(code, Map.of());
    } else if (holds) {
      checks.add(new Check(code, Result.PASS, facts));
    } else {
      checks.add(new Check(code, Result.FAIL, facts));
      failure = otherwise;
    }
  }

  void skip(String code, Map<String, Object> facts) {
    checks.add(new Check(code, Result.NOT_CHECKED, facts));
  }

  /// Takes over a check that was made before.
  void keep(Check made) {
    if (failure == null) {
      checks.add(made);
    } else {
      skip(made.code(), Map.of());
    }
  }

  boolean holds() {
    return failure == null;
  }

  Decision decision() {
    return failure == null
        ? new Decision.Send(List.copyOf(checks))
        : new Decision.Skip(failure, List.copyOf(checks));
  }

  private static Optional<Consent> find(List<Consent> consents, Purpose purpose) {
    return consents.stream().filter(consent -> consent.purpose() == purpose).findFirst();
  }

  private static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
