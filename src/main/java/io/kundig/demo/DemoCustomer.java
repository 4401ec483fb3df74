package io.kundig.demo;

import io.kundig.profiles.Identifier;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// One invented person of the demo shop.
final class DemoCustomer {

  private static final List<String> FIRST =
      List.of(
          "Friederike",
          "Jonas",
          "Lotte",
          "Enno",
          "Wiebke",
          "Hauke",
          "Merle",
          "Fiete",
          "Anke",
          "Thore",
          "Svea",
          "Malte",
          "Katharina",
          "Sebastian",
          "Nele",
          "Onno",
          "Greta",
          "Jan-Hinrich",
          "Levke",
          "Till",
          "Ayşe",
          "Mehmet",
          "Zofia",
          "Piotr",
          "Chiara",
          "Luca",
          "Aleksandra",
          "Dmitri",
          "Thuy",
          "Minh",
          "Leila",
          "Yusuf",
          "Astrid",
          "Lars",
          "Ingrid",
          "Björn",
          "Elif",
          "Carlos",
          "Inés",
          "Amélie",
          "Matthias",
          "Sabine",
          "Ulrike",
          "Jürgen",
          "Birgit",
          "Rainer",
          "Claudia",
          "Stefan",
          "Heike",
          "Torsten",
          "Johanna",
          "Lukas",
          "Emilia",
          "Paul",
          "Marie",
          "Felix",
          "Clara",
          "Anton",
          "Ida",
          "Henri");

  private static final List<String> LAST =
      List.of(
          "Harms",
          "Petersen",
          "Ahlers",
          "Lindqvist",
          "Janssen",
          "Hansen",
          "Brandt",
          "Thomsen",
          "Wulff",
          "Kruse",
          "Behrens",
          "Claasen",
          "Dreyer",
          "Evers",
          "Feddersen",
          "Gerdes",
          "Hinrichs",
          "Ihnen",
          "Jacobs",
          "Kröger",
          "Lorenzen",
          "Matthiesen",
          "Nissen",
          "Oltmanns",
          "Paulsen",
          "Rickmers",
          "Sörensen",
          "Tietjen",
          "Ullrich",
          "Voss",
          "Wagner",
          "Müller",
          "Schmidt",
          "Schneider",
          "Fischer",
          "Weber",
          "Yıldız",
          "Kaya",
          "Kowalska",
          "Nowak",
          "Rossi",
          "Bianchi",
          "Nguyen",
          "Tran",
          "Haddad",
          "Ivanova",
          "García",
          "Moreau",
          "Berger",
          "Huber",
          "Steiner",
          "Keller",
          "Frei",
          "Baumann",
          "Vogt",
          "Köhler",
          "Richter",
          "Wolf",
          "Schröder",
          "Neumann");

  private record Place(String city, String postcode, String country) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("Hamburg", "22765", "DE"),
          new Place("Hamburg", "20359", "DE"),
          new Place("Kiel", "24103", "DE"),
          new Place("Bremen", "28203", "DE"),
          new Place("Lübeck", "23552", "DE"),
          new Place("Flensburg", "24937", "DE"),
          new Place("Berlin", "10997", "DE"),
          new Place("Hannover", "30167", "DE"),
          new Place("Oldenburg", "26121", "DE"),
          new Place("Leipzig", "04229", "DE"),
          new Place("Köln", "50674", "DE"),
          new Place("München", "80469", "DE"),
          new Place("Frankfurt am Main", "60316", "DE"),
          new Place("Wien", "1070", "AT"),
          new Place("Zürich", "8004", "CH"),
          new Place("Rostock", "18055", "DE"));

  /// How somebody shops.
  enum Habit {
    /// Comes back about every month.
    LOYAL(24, 0.75, 0.97),
    /// A few times a year.
    OCCASIONAL(65, 0.55, 0.9),
    /// Once, and then mostly not again.
    ONCE(150, 0.45, 0.35),
    /// Only looks.
    LOOKER(50, 0.06, 0.7);

    /// Between two visits, on average.
    final int days;

    /// Share of visits in which something is put into the cart.
    final double willing;

    /// Share of visits after which somebody comes again.
    final double returns;

    Habit(int days, double willing, double returns) {
      this.days = days;
      this.willing = willing;
      this.returns = returns;
    }
  }

  final int number;
  final String first;
  final String last;
  final String email;
  final String city;
  final String postcode;
  final String country;
  final Habit habit;
  final Duration joinsAfter;
  final boolean subscribes;
  final boolean measurable;
  final DemoProduct favourite;

  boolean recognised;
  boolean subscribed;

  DemoCustomer(int number, Duration span, SplittableRandom chance) {
    this.number = number;
    first = pick(FIRST, chance);
    last = pick(LAST, chance);
    email =
        ascii(first) + "." + ascii(last) + (number < 60 ? "" : number % 97) + "@" + domain(number);
    Place place = pick(PLACES, chance);
    city = place.city();
    postcode = place.postcode();
    country = place.country();
    double kind = chance.nextDouble();
    habit =
        kind < 0.16
            ? Habit.LOYAL
            : kind < 0.45 ? Habit.OCCASIONAL : kind < 0.82 ? Habit.ONCE : Habit.LOOKER;
    double when =
        chance.nextDouble() < 0.3 ? chance.nextDouble() * 0.1 : Math.sqrt(chance.nextDouble());
    joinsAfter = span.multipliedBy((long) (when * 1000)).dividedBy(1000);
    subscribes = chance.nextDouble() < (habit == Habit.LOOKER ? 0.35 : 0.74);
    measurable = chance.nextDouble() < 0.72;
    favourite = DemoLife.product(chance);
  }

  private static String domain(int number) {
    return List.of(
            "posteo.example",
            "mailbox.example",
            "web.example",
            "gmx.example",
            "kuestenpost.example")
        .get(number % 5);
  }

  private static String ascii(String name) {
    return Normalizer.normalize(
            name.toLowerCase(Locale.GERMAN)
                .replace("ä", "ae")
                .replace("ö", "oe")
                .replace("ü", "ue")
                .replace("ß", "ss")
                .replace("ı", "i")
                .replace("ø", "oe"),
            Normalizer.Form.NFD)
        .replaceAll("[^a-z0-9-]", "");
  }

  static <T> T pick(List<T> list, SplittableRandom chance) {
    return list.get(chance.nextInt(list.size()));
  }

  /// A visitor is only a browser until they give their address.
  List<Identifier> identifiers() {
    Identifier browser = new Identifier.AnonymousId(1, "demo-browser-" + number);
    return recognised ? List.of(new Identifier.Email(email), browser) : List.of(browser);
  }
}
