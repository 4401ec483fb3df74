package io.kundig.accounts;

import io.kundig.accounts.Shop.Impressum;
import io.kundig.accounts.Shop.Rules;
import io.kundig.accounts.Shop.Sender;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A shop as people type it; says all that is wrong with it at once. What is left out stays as it
/// is; an empty `url` clears it.
record ShopForm(
    @Nullable String name,
    @Nullable String currency,
    @Nullable String timeZone,
    @Nullable String locale,
    @Nullable String url,
    @Nullable Sender sender,
    @Nullable Impressum impressum,
    @Nullable RulesForm rules) {

  static final Shop BLANK =
      new Shop(
          0,
          "",
          "EUR",
          ZoneId.of("Europe/Berlin"),
          Locale.GERMAN,
          null,
          new Sender(null, null, null),
          new Impressum(null, null, null, null, null, null, null, null, null),
          "",
          Rules.DEFAULT);

  private static final int SHORT = 100;
  private static final int LONG = 300;

  record RulesForm(
      @Nullable Integer marketingGapHours,
      @Nullable Integer attributionClickDays,
      @Nullable Integer attributionOpenDays) {}

  /// @throws io.kundig.shared.Invalid with everything that is wrong
  Shop appliedTo(Shop before) {
    ShopChecks checks = new ShopChecks();
    Shop shop =
        new Shop(
            before.id(),
            name == null ? before.name() : checks.name("name", name, SHORT),
            currency == null ? before.currency() : checks.currency("currency", currency),
            timeZone == null ? before.timeZone() : checks.zone("timeZone", timeZone),
            locale == null ? before.locale() : checks.locale("locale", locale),
            url == null ? before.url() : checks.url("url", url),
            sender == null ? before.sender() : checked(sender, checks),
            impressum == null ? before.impressum() : checked(impressum, checks),
            before.writeKey(),
            rules == null ? before.rules() : checked(rules, before.rules(), checks));
    checks.done();
    return shop;
  }

  private static Sender checked(Sender sender, ShopChecks checks) {
    return new Sender(
        checks.line("sender.name", sender.name(), SHORT),
        checks.email("sender.email", sender.email()),
        checks.email("sender.replyTo", sender.replyTo()));
  }

  private static Impressum checked(Impressum impressum, ShopChecks checks) {
    return new Impressum(
        checks.line("impressum.company", impressum.company(), LONG),
        checks.line("impressum.street", impressum.street(), LONG),
        checks.line("impressum.city", impressum.city(), LONG),
        checks.line("impressum.country", impressum.country(), SHORT),
        checks.line("impressum.representative", impressum.representative(), LONG),
        checks.email("impressum.email", impressum.email()),
        checks.line("impressum.phone", impressum.phone(), SHORT),
        checks.line("impressum.register", impressum.register(), LONG),
        checks.vatId("impressum.vatId", impressum.vatId()));
  }

  private static Rules checked(RulesForm rules, Rules before, ShopChecks checks) {
    return new Rules(
        checks.range(
            "rules.marketingGapHours", rules.marketingGapHours, before.marketingGapHours(), 0, 720),
        checks.range(
            "rules.attributionClickDays",
            rules.attributionClickDays,
            before.attributionClickDays(),
            1,
            90),
        checks.range(
            "rules.attributionOpenDays",
            rules.attributionOpenDays,
            before.attributionOpenDays(),
            0,
            90));
  }
}
