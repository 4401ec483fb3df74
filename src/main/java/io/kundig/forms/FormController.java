package io.kundig.forms;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.forms.Form.Texts;
import io.kundig.forms.SignUp.Outcome;
import io.kundig.platform.BaseUrl;
import io.kundig.shared.Conflict;
import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import io.kundig.shared.Page;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Forms, and sign-ups a shop's server hands in.
@RestController
@RequestMapping("/api/v1")
class FormController {

  private static final int LONGEST_WORDING = 2_000;

  private final Forms forms;
  private final SignUps signUps;
  private final Shops shops;
  private final BaseUrl baseUrl;

  FormController(Forms forms, SignUps signUps, Shops shops, BaseUrl baseUrl) {
    this.forms = forms;
    this.signUps = signUps;
    this.shops = shops;
    this.baseUrl = baseUrl;
  }

  @GetMapping("/forms")
  Page<FormView> list() {
    return new Page<>(forms.all().stream().map(this::view).toList(), null);
  }

  @PostMapping("/forms")
  @ResponseStatus(HttpStatus.CREATED)
  FormView create(@RequestBody NewForm request) {
    if (request.key() == null || !Forms.isKey(request.key())) {
      throw new Invalid(
          "key", "The key of a form stands in its address.", "Use a–z, 0–9 and -, up to 40 signs.");
    }
    Shop shop = shops.get(request.shopId());
    Form usual = Form.newsletter(shop.id(), shop.name());
    Form form =
        new Form(
            shop.id(),
            request.key(),
            Objects.requireNonNullElse(request.name(), usual.name()),
            Objects.requireNonNullElse(request.wording(), usual.wording()),
            Objects.requireNonNullElse(request.trackingWording(), usual.trackingWording()),
            webAddress(request.privacyUrl()));
    if (!forms.add(form)) {
      throw new Conflict("The shop has a form " + form.key() + " already.");
    }
    return view(form);
  }

  /// Answers the same whether the address is known, new, or was asked often enough today; with 503
  /// `sign-up-not-possible` while the shop may not send.
  @PostMapping("/signups")
  @ResponseStatus(HttpStatus.ACCEPTED)
  void signUp(@RequestBody NewSignUp request) {
    Shop shop = shops.get(request.shopId());
    String key = Objects.requireNonNullElse(request.form(), Form.NEWSLETTER);
    if (forms.find(shop.id(), key).isEmpty()) {
      throw new NotFound("form", key);
    }
    if (request.wording() == null
        || request.wording().isBlank()
        || request.wording().length() > LONGEST_WORDING) {
      throw new Invalid(
          "wording",
          "A consent without its wording proves nothing.",
          "Send the sentence the person agreed to, word for word.");
    }
    Outcome outcome =
        signUps.signUp(
            new SignUp.Request(
                shop.id(),
                key,
                Objects.requireNonNullElse(request.email(), ""),
                language(request, shop),
                request.wording(),
                request.trackingWording(),
                Objects.requireNonNullElse(request.traits(), Map.of()),
                Objects.requireNonNullElse(request.source(), "api:" + key),
                request.ip(),
                request.userAgent(),
                null));
    switch (outcome) {
      case TAKEN -> {}
      case NO_ADDRESS ->
          throw new Invalid(
              "email", "This is no email address.", "Send an address such as mara@example.org.");
      case NOT_POSSIBLE -> throw notPossible();
    }
  }

  private static ErrorResponseException notPossible() {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.SERVICE_UNAVAILABLE,
            "Sign-up is not possible right now: the shop lacks a sender or parts of its Impressum, without which it may send no confirmation. Nothing was kept.");
    problem.setType(URI.create("urn:kundig:problem:sign-up-not-possible"));
    return new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE, problem, null);
  }

  private static String language(NewSignUp request, Shop shop) {
    return Optional.ofNullable(request.language())
        .filter(Pages.LANGUAGES::contains)
        .orElse(shop.locale().getLanguage().equals("de") ? "de" : "en");
  }

  private static @Nullable String webAddress(@Nullable String url) {
    if (url != null && !url.matches("https?://\\S{1,500}")) {
      throw new Invalid("privacyUrl", "This is no web address.", "Begin with https://.");
    }
    return url;
  }

  private FormView view(Form form) {
    return new FormView(
        form.shopId(),
        form.key(),
        form.name(),
        baseUrl.get() + "/f/" + form.shopId() + "/" + form.key(),
        form.wording(),
        form.trackingWording(),
        form.privacyUrl());
  }

  record FormView(
      int shopId,
      String key,
      Texts name,
      String url,
      Texts wording,
      Texts trackingWording,
      @Nullable String privacyUrl) {}

  record NewForm(
      int shopId,
      @Nullable String key,
      @Nullable Texts name,
      @Nullable Texts wording,
      @Nullable Texts trackingWording,
      @Nullable String privacyUrl) {}

  /// @param wording what the person agreed to
  /// @param trackingWording what the person agreed to about measuring opens and clicks
  /// @param language `de` or `en`, of the confirmation
  /// @param ip of the person, not of the shop's server
  record NewSignUp(
      int shopId,
      @Nullable String email,
      @Nullable String form,
      @Nullable String wording,
      @Nullable String trackingWording,
      @Nullable String language,
      @Nullable Map<String, Object> traits,
      @Nullable String source,
      @Nullable String ip,
      @Nullable String userAgent) {}
}
