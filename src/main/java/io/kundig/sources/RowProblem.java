package io.kundig.sources;

import java.util.Locale;

/// Why a row is not taken, or one of its values is not.
enum RowProblem {
  NO_ORDER_NUMBER(Effect.FAILED, "Die Bestellnummer fehlt.", "The order number is missing."),
  ORDER_NUMBER_TOO_LONG(
      Effect.FAILED,
      "Die Bestellnummer ist länger als 200 Zeichen.",
      "The order number is longer than 200 characters."),
  NO_DATE(
      Effect.FAILED,
      "In keiner Zeile der Bestellung steht, wann bestellt wurde.",
      "No row of the order says when it was placed."),
  BAD_DATE(
      Effect.FAILED,
      "„%s“ ist kein Datum, das ich lesen kann. Erwartet wird etwa 2026-03-02 09:00 oder 2.3.2026.",
      "“%s” is no date I can read. Expected is something like 2026-03-02 09:00 or 2.3.2026."),
  DATE_OUT_OF_RANGE(
      Effect.FAILED,
      "„%s“ liegt in der Zukunft oder vor 1990.",
      "“%s” lies in the future or before 1990."),
  BAD_NUMBER(Effect.FAILED, "„%s“ ist keine Zahl.", "“%s” is not a number."),
  BAD_CURRENCY(
      Effect.FAILED,
      "„%s“ ist keine Währung. Erwartet wird ein Kürzel wie EUR.",
      "“%s” is no currency. Expected is a code like EUR."),
  NO_AMOUNT(
      Effect.FAILED,
      "Weder ein Gesamtbetrag noch Menge und Preis sind angegeben.",
      "Neither a total nor quantity and price are given."),
  TOO_MANY_LINES(
      Effect.FAILED,
      "Die Bestellung hat mehr als 5.000 Zeilen; die weiteren fehlen.",
      "The order has more than 5,000 rows; the others are left out."),
  NOBODY(
      Effect.FAILED,
      "Weder E-Mail-Adresse noch Telefon noch Kundennummer sind brauchbar.",
      "Neither email address nor phone nor customer number can be used."),
  BAD_EMAIL(
      Effect.NOTED,
      "„%s“ ist keine E-Mail-Adresse; die Zeile wird ohne sie übernommen.",
      "“%s” is no email address; the row is taken without it."),
  BAD_PHONE(
      Effect.NOTED,
      "„%s“ ist keine Telefonnummer; die Zeile wird ohne sie übernommen.",
      "“%s” is no phone number; the row is taken without it."),
  BAD_BIRTHDAY(
      Effect.NOTED,
      "„%s“ ist kein Datum; die Zeile wird ohne Geburtstag übernommen.",
      "“%s” is no date; the row is taken without the birthday."),
  CONSENT_WITHOUT_TIME(
      Effect.NOTED,
      "Ohne Zeitpunkt der Einwilligung fehlt der Nachweis; übernommen ohne Newsletter.",
      "Without the time of the opt-in there is no proof; taken without newsletter."),
  CONSENT_WITHOUT_PROOF(
      Effect.NOTED,
      "Ohne Wortlaut und Quelle der Einwilligung fehlt der Nachweis; übernommen ohne Newsletter.",
      "Without wording and source of the opt-in there is no proof; taken without newsletter."),
  CONSENT_NOT_UNDERSTOOD(
      Effect.NOTED,
      "„%s“ heißt weder ja noch nein; übernommen ohne Newsletter.",
      "“%s” means neither yes nor no; taken without newsletter."),
  HAS_UNSUBSCRIBED(
      Effect.NOTED,
      "Hat sich hier schon abgemeldet und bleibt abgemeldet.",
      "Has already unsubscribed here and stays unsubscribed."),
  ADDRESS_SUPPRESSED(
      Effect.NOTED,
      "Die Adresse ist gesperrt (unzustellbar, Beschwerde oder Widerspruch) und bleibt es.",
      "The address is suppressed (bounce, complaint or objection) and stays so."),
  DUPLICATE_ROW(
      Effect.SKIPPED,
      "Die gleiche Zeile steht schon in dieser Bestellung.",
      "The same row stands in this order already."),
  STOCK_CORRECTION(
      Effect.SKIPPED,
      "Negative Menge ohne Preis: eine Bestandskorrektur, kein Verkauf.",
      "Negative quantity without a price: a stock correction, not a sale."),
  ACCOUNTING_ENTRY(
      Effect.SKIPPED,
      "„%s“ ist eine Buchung, kein Verkauf.",
      "“%s” is an accounting entry, not a sale."),
  NO_VALUE_NO_CUSTOMER(
      Effect.SKIPPED,
      "Eine Bestellung ohne Wert und ohne Kunden.",
      "An order without value and without a customer."),
  CREDIT_WITHOUT_ORDER(
      Effect.SKIPPED,
      "Eine Gutschrift, deren Verkauf nicht in der Datei steht.",
      "A credit whose sale is not in the file.");

  /// What becomes of the row.
  enum Effect {
    FAILED,
    SKIPPED,
    /// Taken all the same.
    NOTED
  }

  private static final int LONGEST_VALUE = 80;

  private final Effect effect;
  private final String de;
  private final String en;

  RowProblem(Effect effect, String de, String en) {
    this.effect = effect;
    this.de = de;
    this.en = en;
  }

  Effect effect() {
    return effect;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  Words words(String value) {
    String shown =
        value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    return new Words(de.replace("%s", shown), en.replace("%s", shown));
  }
}
