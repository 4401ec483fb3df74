package io.kundig.forms;

import org.jspecify.annotations.Nullable;

/// A sign-up form of a shop.
///
/// @param wording what a person agrees to by signing up, word for word
/// @param trackingWording what a person agrees to by ticking the box for measuring
record Form(
    int shopId,
    String key,
    Texts name,
    Texts wording,
    Texts trackingWording,
    @Nullable String privacyUrl) {

  static final String NEWSLETTER = "newsletter";

  /// The form every shop has.
  static Form newsletter(int shopId, String shopName) {
    return new Form(
        shopId,
        NEWSLETTER,
        new Texts("Newsletter", "Newsletter"),
        new Texts(
            "Ja, ich möchte Neues von %s per E-Mail bekommen. Ich kann mich jederzeit wieder abmelden."
                .formatted(shopName),
            "Yes, I would like to get news from %s by email. I can unsubscribe at any time."
                .formatted(shopName)),
        new Texts(
            "%s darf messen, ob ich die E-Mails öffne und worauf ich klicke. Das ist freiwillig."
                .formatted(shopName),
            "%s may measure whether I open the emails and what I click on. This is voluntary."
                .formatted(shopName)),
        null);
  }

  /// A text in both languages.
  record Texts(String de, String en) {
    String in(String language) {
      return language.equals("de") ? de : en;
    }
  }
}
