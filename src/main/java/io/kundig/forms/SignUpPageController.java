package io.kundig.forms;

import io.kundig.accounts.Shop;
import io.kundig.forms.SignUp.Confirmation;
import io.kundig.forms.SignUp.Outcome;
import io.kundig.ingest.Ingest;
import io.kundig.platform.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
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

/// The hosted sign-up form and the confirmation of what was signed up there. A GET, which crawlers
/// and mail scanners send too, never changes anything.
@Controller
class SignUpPageController {

  private final Forms forms;
  private final SignUps signUps;
  private final SignUpLimits limits;
  private final Pages pages;

  SignUpPageController(Forms forms, SignUps signUps, SignUpLimits limits, Pages pages) {
    this.forms = forms;
    this.signUps = signUps;
    this.limits = limits;
    this.pages = pages;
  }

  @GetMapping("/f/{shopId}/{key}")
  ResponseEntity<String> form(
      @PathVariable String shopId, @PathVariable String key, HttpServletRequest request) {
    return forms
        .find(shopId, key)
        .map(form -> form(HttpStatus.OK, form, request, Map.of()))
        .orElseGet(() -> pages.invalidLink(request));
  }

  /// @param website a field people do not see; whoever fills it is a machine, and is told the same
  ///   as everybody
  @PostMapping("/f/{shopId}/{key}")
  ResponseEntity<String> signUp(
      @PathVariable String shopId,
      @PathVariable String key,
      @RequestParam(defaultValue = "") String email,
      @RequestParam(defaultValue = "") String firstName,
      @RequestParam(defaultValue = "") String website,
      @RequestParam(defaultValue = "") String tracking,
      HttpServletRequest request) {
    Optional<Form> found = forms.find(shopId, key);
    if (found.isEmpty()) {
      return pages.invalidLink(request);
    }
    Form form = found.get();
    Shop shop = shop(form);
    String language = Pages.language(request, null, shop);
    if (!website.isEmpty()) {
      return pages.show(HttpStatus.OK, "check-mail", shop, language, Map.of());
    }
    String ip = ClientAddress.of(request);
    if (!limits.mayAsk(ip)) {
      return pages.show(HttpStatus.TOO_MANY_REQUESTS, "too-many", shop, language, Map.of());
    }
    Outcome outcome =
        signUps.signUp(
            new SignUp.Request(
                form.shopId(),
                form.key(),
                email,
                language,
                form.wording().in(language),
                tracking.isEmpty() ? null : form.trackingWording().in(language),
                Names.traits(firstName),
                "form:" + form.key(),
                ip,
                request.getHeader(HttpHeaders.USER_AGENT),
                null));
    return switch (outcome) {
      case TAKEN -> pages.show(HttpStatus.OK, "check-mail", shop, language, Map.of());
      case NOT_POSSIBLE ->
          pages.show(HttpStatus.SERVICE_UNAVAILABLE, "not-possible", shop, language, Map.of());
      case NO_ADDRESS ->
          form(
              HttpStatus.UNPROCESSABLE_CONTENT,
              form,
              request,
              Map.of(
                  "email",
                  email,
                  "firstName",
                  firstName,
                  "tracking",
                  !tracking.isEmpty(),
                  "error",
                  true));
    };
  }

  private ResponseEntity<String> form(
      HttpStatus status, Form form, HttpServletRequest request, Map<String, Object> entered) {
    Shop shop = shop(form);
    String language = Pages.language(request, null, shop);
    Map<String, Object> facts = new HashMap<>(entered);
    facts.put("wording", form.wording().in(language));
    facts.put("trackingWording", form.trackingWording().in(language));
    facts.put("action", "/f/" + form.shopId() + "/" + form.key() + "?lang=" + language);
    if (form.privacyUrl() != null) {
      facts.put("privacyUrl", form.privacyUrl());
    }
    return pages.show(status, "signup", shop, language, facts);
  }

  private Shop shop(Form form) {
    return pages.shop(form.shopId()).orElseThrow();
  }

  @GetMapping("/c/{token}")
  ResponseEntity<String> askToConfirm(@PathVariable String token, HttpServletRequest request) {
    return withSignUp(
        token,
        request,
        (signUp, shop) -> {
          if (signUp.confirmedAt() != null) {
            return confirmation(Confirmation.ALREADY_CONFIRMED, signUp, shop);
          }
          return signUps.isExpired(signUp)
              ? confirmation(Confirmation.EXPIRED, signUp, shop)
              : pages.show(
                  HttpStatus.OK, "confirm", shop, signUp.language(), asked(signUp, "/c/" + token));
        });
  }

  @PostMapping("/c/{token}")
  ResponseEntity<String> confirm(@PathVariable String token, HttpServletRequest request) {
    return withSignUp(
        token,
        request,
        (signUp, shop) -> {
          try {
            return confirmation(
                signUps.confirm(
                    signUp, ClientAddress.of(request), request.getHeader(HttpHeaders.USER_AGENT)),
                signUp,
                shop);
          } catch (Ingest.Busy e) {
            return pages.show(
                HttpStatus.SERVICE_UNAVAILABLE, "busy", shop, signUp.language(), Map.of());
          }
        });
  }

  private ResponseEntity<String> withSignUp(
      String token, HttpServletRequest request, SignUpPage page) {
    Optional<SignUp> signUp = signUps.find(token);
    Optional<Shop> shop = signUp.flatMap(it -> pages.shop(it.shopId()));
    return signUp.isPresent() && shop.isPresent()
        ? page.show(signUp.get(), shop.get())
        : pages.invalidLink(request);
  }

  private ResponseEntity<String> confirmation(Confirmation confirmation, SignUp signUp, Shop shop) {
    return switch (confirmation) {
      case CONFIRMED, ALREADY_CONFIRMED ->
          pages.show(HttpStatus.OK, "confirmed", shop, signUp.language(), asked(signUp, null));
      case EXPIRED ->
          pages.show(
              HttpStatus.GONE,
              "expired",
              shop,
              signUp.language(),
              signUp.wanted() == null
                  ? Map.of("form", "/f/" + signUp.shopId() + "/" + signUp.formKey())
                  : Map.of());
    };
  }

  /// What the page asks to confirm. Only here is the product named, where its title is text: in a
  /// mail it would be a stranger's words under the shop's name.
  private static Map<String, Object> asked(SignUp signUp, @Nullable String action) {
    Map<String, Object> facts = new HashMap<>();
    if (action != null) {
      facts.put("action", action);
    }
    if (signUp.wanted() != null) {
      facts.put("stock", true);
      facts.put("wording", signUp.wording());
      facts.put("product", signUp.wanted().title() == null ? "" : signUp.wanted().title());
    }
    return facts;
  }

  @FunctionalInterface
  private interface SignUpPage {
    ResponseEntity<String> show(SignUp signUp, Shop shop);
  }
}
