package io.kundig.demo;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/// What Rösterei Nordlicht sells.
///
/// @param appetite how often it is bought compared with the others
/// @param color of its bag in the picture, `rrggbb`
record DemoProduct(String title, BigDecimal price, String category, int appetite, String color) {

  static final List<DemoProduct> ALL =
      List.of(
          of("Hafenkante Espresso 500 g", "17.90", "Espresso", 30, "3b2a20"),
          of("Hafenkante Espresso 1 kg", "32.90", "Espresso", 14, "3b2a20"),
          of("Elbstrand Filter 250 g", "9.80", "Filterkaffee", 22, "b98a4b"),
          of("Elbstrand Filter 500 g", "18.40", "Filterkaffee", 12, "b98a4b"),
          of("Ostfriesen-Mischung 200 g", "7.90", "Tee", 15, "5c6b3a"),
          of("Deichgraf Röstung 500 g", "16.50", "Espresso", 12, "6e2f24"),
          of("Nebelhorn dunkel 250 g", "9.40", "Espresso", 9, "25201d"),
          of("Yirgacheffe Konga 250 g", "12.90", "Filterkaffee", 11, "c26a4a"),
          of("Guatemala Huehue 250 g", "11.50", "Filterkaffee", 8, "8a4b2d"),
          of("Kenia Gichathaini 250 g", "14.20", "Filterkaffee", 6, "9b2d3f"),
          of("Entkoffeiniert Flaute 250 g", "10.20", "Filterkaffee", 7, "7a8791"),
          of("Novemberröstung 400 g", "15.90", "Saison", 9, "7a1f47"),
          of("Adventskaffee 250 g", "12.40", "Saison", 7, "1f4d3a"),
          of("Assam Schietwetter 100 g", "8.60", "Tee", 6, "a0522d"),
          of("Darjeeling Frühstück 100 g", "9.90", "Tee", 5, "c9a227"),
          of("Rooibos Dünenpfad 150 g", "6.90", "Tee", 5, "b5533c"),
          of("Handmühle Kajüte", "79.00", "Zubehör", 4, "4a5560"),
          of("Porzellanfilter Leuchtturm", "24.90", "Zubehör", 4, "d8d4ca"),
          of("Chemex 6 Tassen", "46.00", "Zubehör", 3, "9fb8b4"),
          of("Filterpapier 100 Stück", "5.90", "Zubehör", 11, "cbbfa6"),
          of("Siebträger-Reiniger", "12.50", "Zubehör", 4, "5a7f8d"),
          of("Milchkännchen Möwe 350 ml", "28.00", "Zubehör", 3, "8e99a3"),
          of("Becher Nordlicht 300 ml", "16.00", "Zubehör", 6, "0f6460"),
          of("Probierpaket Hafenrunde", "24.50", "Pakete", 10, "0f4d5c"),
          of("Geschenkbox Kapitän", "39.90", "Pakete", 5, "273449"));

  private static DemoProduct of(
      String title, String price, String category, int appetite, String color) {
    return new DemoProduct(title, new BigDecimal(price), category, appetite, color);
  }

  /// Its id in the shop, and the last part of its addresses.
  String slug() {
    return title
        .toLowerCase(Locale.GERMAN)
        .replace("ä", "ae")
        .replace("ö", "oe")
        .replace("ü", "ue")
        .replace("ß", "ss")
        .replaceAll("[^a-z0-9]+", "-");
  }

  String url() {
    return "https://nordlicht.example/produkte/" + slug();
  }
}
