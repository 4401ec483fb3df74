package io.kundig.profiles;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A row of `profiles.profile` that is not an alias.
record ProfileRow(
    UUID id, boolean known, TraitDocument traits, @Nullable UUID mergedInto, Instant createdAt) {

  private static final int LONGEST = 200;

  ProfileRow withKnown(boolean known) {
    return new ProfileRow(id, known, traits, mergedInto, createdAt);
  }

  @Nullable String email() {
    return traits.text("email");
  }

  @Nullable String phone() {
    return traits.text("phone");
  }

  @Nullable String firstName() {
    String first = traits.text("firstName", "first_name", "$first_name", "firstname");
    return first != null ? cut(first) : cut(nameParts()[0]);
  }

  @Nullable String lastName() {
    String last = traits.text("lastName", "last_name", "$last_name", "lastname");
    return last != null
            || traits.text("firstName", "first_name", "$first_name", "firstname") != null
        ? cut(last)
        : cut(nameParts()[1]);
  }

  @Nullable String locale() {
    return cut(traits.text("locale", "language", "$locale", "browser_locale"));
  }

  @Nullable String timeZone() {
    return cut(traits.text("timezone", "timeZone", "time_zone", "$timezone", "browser_timezone"));
  }

  @Nullable String city() {
    return cut(traits.addressText("city", "$city"));
  }

  @Nullable String country() {
    return cut(traits.addressText("country", "$country"));
  }

  @Nullable String search() {
    String text =
        Stream.of(email(), firstName(), lastName(), phone())
            .filter(part -> part != null)
            .collect(Collectors.joining(" "))
            .toLowerCase(Locale.ROOT);
    return text.isEmpty() ? null : text;
  }

  /// First name and last name out of `name`: the last word is the last name.
  private @Nullable String[] nameParts() {
    String name = traits.text("name", "fullName", "full_name");
    if (name == null) {
      return new @Nullable String[] {null, null};
    }
    int space = name.lastIndexOf(' ');
    return space < 0
        ? new @Nullable String[] {name, null}
        : new @Nullable String[] {name.substring(0, space).strip(), name.substring(space + 1)};
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
