package io.kundig.forms;

import io.kundig.accounts.Shop;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.Purpose;
import io.kundig.forms.Choices.Choice;
import io.kundig.forms.Choices.Visit;
import io.kundig.platform.ClientAddress;
import io.kundig.profiles.Profiles.Profile;
import io.kundig.tracking.TrackedLinks;
import io.kundig.tracking.TrackedLinks.MessageKey;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The pages behind *Unsubscribe* and *Preferences*. A GET only shows them; a POST needs nothing
/// but the link, since mail programs send it without cookies (RFC 8058).
@Controller
class ChoiceController {

  private static final int LONGEST_USER_AGENT = 400;

  private final TrackedLinks links;
  private final Choices choices;
  private final Forms forms;
  private final Pages pages;

  ChoiceController(TrackedLinks links, Choices choices, Forms forms, Pages pages) {
    this.links = links;
    this.choices = choices;
    this.forms = forms;
    this.pages = pages;
  }

  @GetMapping("/u/{token}")
  ResponseEntity<String> askToUnsubscribe(@PathVariable String token, HttpServletRequest request) {
    return open(
        "u",
        token,
        request,
        visitor ->
            pages.show(
                HttpStatus.OK,
                "unsubscribe",
                visitor.shop(),
                visitor.language(),
                Map.of("action", "/u/" + token + "?lang=" + visitor.language())));
  }

  @PostMapping("/u/{token}")
  ResponseEntity<String> unsubscribe(
      @PathVariable String token,
      @RequestParam(name = "List-Unsubscribe", defaultValue = "") String oneClick,
      HttpServletRequest request) {
    return open(
        "u",
        token,
        request,
        visitor -> {
          Method method = oneClick.equals("One-Click") ? Method.ONE_CLICK : Method.UNSUBSCRIBE_PAGE;
          choices.unsubscribe(visitor.message(), visit(method, visitor.message(), request));
          return pages.show(
              HttpStatus.OK,
              "unsubscribed",
              visitor.shop(),
              visitor.language(),
              Map.of("preferences", links.preferences(visitor.message())));
        });
  }

  @GetMapping("/p/{token}")
  ResponseEntity<String> preferences(@PathVariable String token, HttpServletRequest request) {
    return open("p", token, request, visitor -> preferences(visitor, token, false));
  }

  @PostMapping("/p/{token}")
  ResponseEntity<String> choose(
      @PathVariable String token,
      @RequestParam(defaultValue = "") String marketing,
      @RequestParam(defaultValue = "") String tracking,
      @RequestParam(defaultValue = "") String existing,
      HttpServletRequest request) {
    return open(
        "p",
        token,
        request,
        visitor -> {
          Form wordings = wordings(visitor.shop());
          choices.choose(
              visitor.message(),
              visit(Method.PREFERENCE_PAGE, visitor.message(), request),
              List.of(
                  new Choice(
                      Purpose.MARKETING,
                      !marketing.isEmpty(),
                      wordings.wording().in(visitor.language())),
                  new Choice(
                      Purpose.TRACKING,
                      !tracking.isEmpty(),
                      wordings.trackingWording().in(visitor.language()))));
          if (existing.isEmpty()) {
            choices.endOffers(
                visitor.message(), visit(Method.PREFERENCE_PAGE, visitor.message(), request));
          }
          return preferences(visitor, token, true);
        });
  }

  private ResponseEntity<String> preferences(Visitor visitor, String token, boolean saved) {
    Form wordings = wordings(visitor.shop());
    Map<String, Object> facts = new HashMap<>();
    facts.put("action", "/p/" + token + "?lang=" + visitor.language());
    facts.put("saved", saved);
    facts.put("wording", wordings.wording().in(visitor.language()));
    facts.put("trackingWording", wordings.trackingWording().in(visitor.language()));
    Profile person = visitor.person();
    if (person != null) {
      facts.put("marketing", choices.holds(person, ChannelKind.EMAIL, Purpose.MARKETING));
      facts.put("tracking", choices.holds(person, ChannelKind.EMAIL, Purpose.TRACKING));
      facts.put("existing", choices.holds(person, ChannelKind.EMAIL, Purpose.EXISTING_CUSTOMER));
      if (person.email() != null) {
        facts.put("address", masked(person.email()));
      }
    }
    return pages.show(HttpStatus.OK, "preferences", visitor.shop(), visitor.language(), facts);
  }

  private Form wordings(Shop shop) {
    return forms
        .find(shop.id(), Form.NEWSLETTER)
        .orElseGet(() -> Form.newsletter(shop.id(), shop.name()));
  }

  /// Mails are forwarded: whoever opens the link of another learns no address.
  private static String masked(String address) {
    int at = address.indexOf('@');
    return at < 1 ? "…" : address.substring(0, 1) + "•••" + address.substring(at);
  }

  private ResponseEntity<String> open(
      String kind, String token, HttpServletRequest request, VisitorPage page) {
    Optional<MessageKey> message = links.verify(kind, token);
    Optional<Shop> shop = message.flatMap(key -> pages.shop(key.shopId()));
    if (message.isEmpty() || shop.isEmpty()) {
      return pages.invalidLink(request);
    }
    Profile person = choices.person(message.get()).orElse(null);
    String language = Pages.language(request, person, shop.get());
    return page.show(new Visitor(message.get(), shop.get(), person, language));
  }

  private static Visit visit(Method method, MessageKey message, HttpServletRequest request) {
    String agent = request.getHeader(HttpHeaders.USER_AGENT);
    return new Visit(
        method,
        message.messageId().toString(),
        ClientAddress.of(request),
        agent != null && agent.length() > LONGEST_USER_AGENT
            ? agent.substring(0, LONGEST_USER_AGENT)
            : agent);
  }

  private record Visitor(
      MessageKey message, Shop shop, @Nullable Profile person, String language) {}

  @FunctionalInterface
  private interface VisitorPage {
    ResponseEntity<String> show(Visitor visitor);
  }
}
