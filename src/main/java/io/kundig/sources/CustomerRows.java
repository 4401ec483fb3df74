package io.kundig.sources;

import io.kundig.profiles.Identifier;
import io.kundig.profiles.Identifiers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one row of a customer file.
final class CustomerRows {

  private static final Set<String> YES =
      Set.of(
          "yes",
          "ja",
          "true",
          "wahr",
          "1",
          "x",
          "y",
          "j",
          "subscribed",
          "abonniert",
          "angemeldet",
          "opt-in",
          "optin",
          "granted",
          "confirmed",
          "active",
          "aktiv");
  private static final Set<String> NO =
      Set.of(
          "no",
          "nein",
          "false",
          "falsch",
          "0",
          "n",
          "-",
          "never_subscribed",
          "not subscribed",
          "not_subscribed",
          "none",
          "keine");
  private static final Set<String> WITHDRAWN =
      Set.of(
          "unsubscribed",
          "abgemeldet",
          "opt-out",
          "optout",
          "withdrawn",
          "widerrufen",
          "abbestellt");

  private final ImportOptions options;
  private final Dates dates;
  private final int shopId;
  private final @Nullable String country;
  private final Instant now;

  /// @param now the moment the import was started, so that a continued one says the same
  CustomerRows(ImportOptions options, int shopId, @Nullable String country, Instant now) {
    this.options = options;
    this.dates = options.dates();
    this.shopId = shopId;
    this.country = country;
    this.now = now;
  }

  /// @return nothing if the row is out; the tally has the reason
  Optional<Customer> read(Layout.Cells cells, Tally tally) {
    List<Identifier> identifiers = identifiers(cells, tally);
    if (identifiers.isEmpty()) {
      tally.problem(RowProblem.NOBODY, cells, null, "");
      return Optional.empty();
    }
    Map<String, Object> traits = new HashMap<>(cells.traits());
    traits.putAll(Traits.of(cells::get));
    birthday(cells, tally).ifPresent(day -> traits.put("birthday", day));
    Instant since = date(cells, "createdAt").filter(at -> !at.isAfter(now)).orElse(now);
    return Optional.of(new Customer(cells, identifiers, traits, since, decision(cells, tally)));
  }

  private List<Identifier> identifiers(Layout.Cells cells, Tally tally) {
    List<Identifier> identifiers = new ArrayList<>();
    String id = cells.get("customerId");
    if (id != null) {
      Identifiers.userId(shopId, OrderRows.wholeNumber(id)).ifPresent(identifiers::add);
    }
    String email = cells.get("email");
    var address = Identifiers.email(email);
    address.ifPresent(identifiers::add);
    cells.set("email", address.map(Identifier.Email::address).orElse(""));
    String phone = cells.get("phone");
    var number = Identifiers.phone(phone, country);
    number.ifPresent(identifiers::add);
    cells.set("phone", number.map(Identifier.Phone::e164).orElse(""));
    if (identifiers.isEmpty()) {
      return identifiers;
    }
    if (email != null && address.isEmpty()) {
      tally.problem(RowProblem.BAD_EMAIL, cells, cells.column("email"), email);
    }
    if (phone != null && number.isEmpty()) {
      tally.problem(RowProblem.BAD_PHONE, cells, cells.column("phone"), phone);
    }
    return identifiers;
  }

  private Optional<String> birthday(Layout.Cells cells, Tally tally) {
    String text = cells.get("birthday");
    if (text == null) {
      return Optional.empty();
    }
    Optional<String> day = dates.parseDay(text).map(Object::toString);
    if (day.isEmpty()) {
      tally.problem(RowProblem.BAD_BIRTHDAY, cells, cells.column("birthday"), text);
    }
    return day;
  }

  private Optional<Instant> date(Layout.Cells cells, String field) {
    String text = cells.get(field);
    return text == null ? Optional.empty() : dates.parse(text);
  }

  /// What the row says about the newsletter; null: nothing that may be believed.
  private @Nullable Decision decision(Layout.Cells cells, Tally tally) {
    if (!options.takesConsent() || cells.get("email") == null) {
      return null;
    }
    Optional<Instant> withdrawn = date(cells, "unsubscribedAt");
    String said = cells.get("consent");
    String word = said == null ? "" : said.strip().toLowerCase(Locale.ROOT);
    if (withdrawn.isPresent() || WITHDRAWN.contains(word)) {
      Instant at = withdrawn.filter(time -> !time.isAfter(now)).orElse(now);
      return new Decision(false, at, source(cells), null, null);
    }
    if (word.isEmpty() || NO.contains(word)) {
      return null;
    }
    if (!YES.contains(word)) {
      tally.problem(
          RowProblem.CONSENT_NOT_UNDERSTOOD, cells, cells.column("consent"), String.valueOf(said));
      return null;
    }
    Optional<Instant> given = date(cells, "optInAt").filter(time -> !time.isAfter(now));
    if (given.isEmpty()) {
      tally.problem(RowProblem.CONSENT_WITHOUT_TIME, cells, cells.column("optInAt"), "");
      return null;
    }
    String wording = first(cells.get("consentWording"), options.consentWording());
    String source = first(cells.get("consentSource"), options.consentSource());
    if (wording == null || source == null) {
      tally.problem(RowProblem.CONSENT_WITHOUT_PROOF, cells, cells.column("consent"), "");
      return null;
    }
    return new Decision(true, given.get(), source, wording, cells.get("optInIp"));
  }

  private String source(Layout.Cells cells) {
    String source = first(cells.get("consentSource"), options.consentSource());
    return source == null ? "import" : source;
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    String chosen = one == null ? other : one;
    return chosen == null || chosen.isBlank() ? null : chosen;
  }

  /// @param since when they became a customer
  record Customer(
      Layout.Cells cells,
      List<Identifier> identifiers,
      Map<String, Object> traits,
      Instant since,
      @Nullable Decision decision) {}

  /// @param subscribed else unsubscribed
  record Decision(
      boolean subscribed,
      Instant at,
      String source,
      @Nullable String wording,
      @Nullable String ip) {}
}
