package io.kundig.templates;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The templates that come with the program.
///
/// @param marketing whether it needs consent, a visible unsubscribe link and the Impressum
record Starter(String key, Name name, boolean marketing) {

  static final List<String> LANGUAGES = List.of("de", "en");

  static final List<Starter> ALL =
      List.of(
          new Starter("doi-confirm", new Name("Anmeldung bestätigen", "Confirm sign-up"), false),
          new Starter(
              "stock-confirm",
              new Name("Wieder lieferbar, bestätigen", "Back in stock, confirm"),
              false),
          new Starter("stock-back", new Name("Wieder lieferbar", "Back in stock"), false),
          new Starter("welcome-1", new Name("Willkommen", "Welcome"), true),
          new Starter("welcome-2", new Name("Willkommen, Tag 1", "Welcome, day 1"), true),
          new Starter("cart-1", new Name("Warenkorb, erste Mail", "Cart, first email"), true),
          new Starter("cart-2", new Name("Warenkorb, zweite Mail", "Cart, second email"), true),
          new Starter("test", new Name("Testmail", "Test email"), false));

  private static final Map<String, Starter> BY_KEY =
      ALL.stream().collect(Collectors.toMap(Starter::key, Function.identity()));

  static Optional<Starter> of(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  /// `subject:` and `preheader:` lines, `---`, then MJML.
  TemplateSource source(String language) {
    String file = MailFiles.read("starter/" + key + "." + language + ".mjml");
    int end = file.indexOf("\n---\n");
    String[] head = file.substring(0, end).split("\n", 2);
    return new TemplateSource(
        head[0].substring("subject:".length()).strip(),
        head[1].substring("preheader:".length()).strip(),
        file.substring(end + "\n---\n".length()),
        null);
  }

  record Name(String de, String en) {}
}
