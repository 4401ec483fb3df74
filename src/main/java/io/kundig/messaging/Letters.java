package io.kundig.messaging;

import io.kundig.accounts.Shop;
import io.kundig.messaging.Circumstances.Addressee;
import io.kundig.messaging.Circumstances.Situation;
import io.kundig.messaging.Decision.Reason;
import io.kundig.messaging.MessageRequest.Kind;
import io.kundig.profiles.Profiles.Profile;
import io.kundig.templates.Templates;
import io.kundig.templates.Templates.RenderFailed;
import io.kundig.templates.Templates.Rendered;
import io.kundig.tracking.TrackedLinks;
import io.kundig.tracking.TrackedLinks.MessageKey;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Turns claimed messages into what leaves: checks once more what may have changed, renders, checks
/// what was really rendered.
@Component
class Letters {

  private static final Logger log = LoggerFactory.getLogger(Letters.class);

  private final Circumstances circumstances;
  private final Templates templates;
  private final TrackedLinks links;
  private final Dictionaries dictionaries;
  private final Clock clock;

  Letters(
      Circumstances circumstances,
      Templates templates,
      TrackedLinks links,
      Dictionaries dictionaries,
      Clock clock) {
    this.circumstances = circumstances;
    this.templates = templates;
    this.links = links;
    this.dictionaries = dictionaries;
    this.clock = clock;
  }

  /// A letter, or why there is none.
  sealed interface Draft {
    record Ready(Letter letter) implements Draft {}

    record Withheld(Claimed message, Decision.Skip decision) implements Draft {}
  }

  /// @param messages all by the same channel
  List<Draft> write(List<Claimed> messages) {
    Map<Addressee, Situation> situations = situations(messages);
    Instant now = clock.instant();
    return messages.stream()
        .map(message -> write(message, situation(situations, message), now))
        .toList();
  }

  /// Those that may not leave any more: an opt-out or a bounce came in since they were written.
  Map<MessageRef, Decision.Skip> withdrawn(List<Claimed> messages) {
    Map<Addressee, Situation> situations = situations(messages);
    Map<MessageRef, Decision.Skip> withdrawn = new HashMap<>();
    for (Claimed message : messages) {
      Checklist checklist = recheck(message, situation(situations, message));
      if (checklist.decision() instanceof Decision.Skip skip) {
        withdrawn.put(message.ref(), skip);
      }
    }
    return withdrawn;
  }

  private Map<Addressee, Situation> situations(List<Claimed> messages) {
    return circumstances.of(
        messages.getFirst().channel(), messages.stream().map(Claimed::addressee).toList());
  }

  private static Situation situation(Map<Addressee, Situation> situations, Claimed message) {
    return Objects.requireNonNull(situations.get(message.addressee()));
  }

  private Draft write(Claimed message, Situation situation, Instant now) {
    Checklist checklist = recheck(message, situation);
    MessageKey key = message.key();
    Map<String, String> personal = personalLinks(key);
    @Nullable Rendered rendered =
        checklist.holds() ? render(message, situation, personal, checklist) : null;
    if (rendered != null) {
      verify(checklist, message, rendered);
    }
    if (checklist.decision() instanceof Decision.Skip skip) {
      return new Draft.Withheld(message, skip);
    }
    Objects.requireNonNull(rendered);
    Outgoing outgoing = outgoing(message, situation, rendered, personal, now);
    return new Draft.Ready(
        new Letter(
            message,
            outgoing,
            rendered.version(),
            checklist.decision(),
            dictionary(message, situation, rendered)));
  }

  /// The template as it looks to nobody real.
  private Dictionaries.Dictionary dictionary(
      Claimed message, Situation situation, Rendered rendered) {
    Locale locale = locale(situation);
    Shop shop = situation.shop();
    return dictionaries.of(
        new Dictionaries.Origin(message.templateKey(), rendered.version(), locale, shop),
        () -> neutral(message.templateKey(), locale, shop));
  }

  private Content neutral(String templateKey, Locale locale, Shop shop) {
    String html = "";
    String text = "";
    try {
      Rendered rendered = templates.sample(templateKey, locale, shop);
      html = rendered.html();
      text = rendered.text();
    } catch (RenderFailed e) {
      log.atInfo().addKeyValue("template", templateKey).log("contents share nothing");
    }
    return new Content("", html, text, "", "", null, Map.of());
  }

  /// The checks of the first decision again, with what is true now; the gap's is kept as it was.
  /// One more is made only here: that it leaves in time.
  private Checklist recheck(Claimed message, Situation situation) {
    Checklist checklist = Checklist.standing(message.kind(), situation);
    checklist.inTime(message.dueAt(), clock.instant());
    message.decision().decision().checks().stream()
        .filter(check -> check.code().equals("frequency_gap"))
        .forEach(checklist::keep);
    checklist.trackingConsent(situation);
    return checklist;
  }

  private @Nullable Rendered render(
      Claimed message, Situation situation, Map<String, String> personal, Checklist checklist) {
    try {
      return templates.render(
          message.templateKey(),
          locale(situation),
          situation.shop(),
          data(message, situation, personal));
    } catch (RenderFailed e) {
      return failed(message, checklist, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // One message that cannot be written must not hold up the others.
      log.atError()
          .addKeyValue("message", message.ref().messageId())
          .addKeyValue("template", message.templateKey())
          .setCause(e)
          .log("rendering broke off");
      return failed(message, checklist, "unexpected: " + e.getClass().getSimpleName());
    }
  }

  private static @Nullable Rendered failed(Claimed message, Checklist checklist, String problem) {
    checklist.verify(
        "template_ok",
        false,
        Reason.TEMPLATE_FAILED,
        Map.of("template", message.templateKey(), "problem", problem));
    return null;
  }

  /// What was really rendered must hold what the law asks for.
  private static void verify(Checklist checklist, Claimed message, Rendered rendered) {
    boolean marketing = message.kind() == Kind.MARKETING;
    checklist.verify(
        "template_ok",
        rendered.hasImpressum(),
        Reason.NO_IMPRESSUM,
        Map.of(
            "template", message.templateKey(),
            "version", rendered.version(),
            "impressum", rendered.hasImpressum()));
    checklist.verify(
        "unsubscribe_link",
        !marketing || rendered.hasUnsubscribe(),
        Reason.NO_UNSUBSCRIBE_LINK,
        Map.of("required", marketing));
  }

  private static Locale locale(Situation situation) {
    @Nullable Profile person = situation.person();
    @Nullable String tag = person == null ? null : person.locale();
    return tag == null ? situation.shop().locale() : Locale.forLanguageTag(tag);
  }

  private Map<String, String> personalLinks(MessageKey key) {
    return Map.of(
        "unsubscribe", links.unsubscribe(key),
        "preferences", links.preferences(key),
        "browser", links.browser(key));
  }

  private static Map<String, Object> data(
      Claimed message, Situation situation, Map<String, String> personal) {
    Map<String, Object> data = new HashMap<>(message.data());
    Map<String, Object> all = new HashMap<>(personal);
    if (message.data().get("links") instanceof Map<?, ?> more) {
      more.forEach((name, link) -> all.put(String.valueOf(name), String.valueOf(link)));
    }
    data.put("links", all);
    data.put("person", person(situation));
    return data;
  }

  private static Map<String, Object> person(Situation situation) {
    Map<String, Object> facts = new HashMap<>();
    @Nullable Profile person = situation.person();
    if (person != null) {
      facts.putAll(person.traits());
      put(facts, "firstName", person.firstName());
      put(facts, "lastName", person.lastName());
      put(facts, "first_name", person.firstName());
      put(facts, "last_name", person.lastName());
      put(facts, "name", fullName(person));
    }
    put(facts, "email", situation.address());
    return facts;
  }

  private static void put(Map<String, Object> facts, String name, @Nullable String value) {
    if (value != null) {
      facts.put(name, value);
    }
  }

  private static @Nullable String fullName(@Nullable Profile person) {
    if (person == null) {
      return null;
    }
    String name =
        Stream.of(person.firstName(), person.lastName())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return name.isBlank() ? null : name;
  }

  private Outgoing outgoing(
      Claimed message,
      Situation situation,
      Rendered rendered,
      Map<String, String> personal,
      Instant now) {
    Shop.Sender sender = situation.shop().sender();
    boolean tracks = Checklist.tracks(situation);
    return new Outgoing(
        message.ref().messageId(),
        message.ref().profile(),
        Objects.requireNonNull(situation.address()),
        fullName(situation.person()),
        String.valueOf(sender.name()),
        String.valueOf(sender.email()),
        sender.replyTo(),
        rendered.subject(),
        links.rewrite(rendered.html(), message.key(), tracks, tracks),
        rendered.text(),
        headers(message, situation.shop(), personal),
        now);
  }

  private static Map<String, String> headers(
      Claimed message, Shop shop, Map<String, String> personal) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (message.kind() == Kind.MARKETING) {
      headers.put("List-Unsubscribe", "<" + personal.get("unsubscribe") + ">");
      headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
      headers.put("List-Id", "<shop-" + shop.id() + ".marketing." + domain(shop) + ">");
    } else {
      headers.put("Auto-Submitted", "auto-generated");
    }
    headers.put("Feedback-ID", feedbackId(message));
    return headers;
  }

  /// Four parts from the finest to the coarsest, as mailbox providers report complaints by.
  private static String feedbackId(Claimed message) {
    String part =
        Optional.ofNullable(message.origin().step())
            .orElse(message.templateKey())
            .replaceAll("[^A-Za-z0-9_-]", "-");
    return String.join(
        ":",
        part,
        Optional.ofNullable(message.origin().id())
            .map(Object::toString)
            .orElse(message.origin().kind()),
        DecisionJson.code(message.kind()),
        "shop-" + message.shopId());
  }

  private static String domain(Shop shop) {
    String address = String.valueOf(shop.sender().email());
    return address.substring(address.lastIndexOf('@') + 1);
  }
}
