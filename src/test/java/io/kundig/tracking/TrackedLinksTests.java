package io.kundig.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.platform.Secret;
import io.kundig.profiles.ProfileId;
import io.kundig.tracking.TrackedLinks.MessageKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class TrackedLinksTests {

  private final TrackedLinks links = TestLinks.create();
  private final MessageKey message =
      new MessageKey(new ProfileId(UUID.randomUUID()), UUID.randomUUID(), 7);

  @Test
  void eachLinkLeadsBackToItsMessage() {
    assertThat(links.verify("u", tokenOf(links.unsubscribe(message)))).contains(message);
    assertThat(links.verify("p", tokenOf(links.preferences(message)))).contains(message);
    assertThat(links.verify("m", tokenOf(links.browser(message)))).contains(message);
    assertThat(links.verify("o", tokenOf(links.pixel(message)).replace(".gif", "")))
        .contains(message);
    assertThat(links.click(tokenOf(links.click(message, "https://nordlicht.example/kaffee?x=ä&y"))))
        .contains(new TrackedLinks.Click(message, "https://nordlicht.example/kaffee?x=ä&y"));
  }

  @Test
  void aTokenOfOneKindDoesNotOpenAnother() {
    assertThat(links.verify("u", tokenOf(links.browser(message)))).isEmpty();
    assertThat(links.verify("p", tokenOf(links.unsubscribe(message)))).isEmpty();
    assertThat(links.click(tokenOf(links.preferences(message)))).isEmpty();
  }

  @Test
  void aTokenThatWasChangedAnywhereIsForged() {
    byte[] token =
        Base64.getUrlDecoder()
            .decode(tokenOf(links.click(message, "https://nordlicht.example/warenkorb")));
    for (int i = 0; i < token.length; i++) {
      byte[] forged = token.clone();
      forged[i] ^= 1;
      assertThat(links.click(encoded(forged))).as("byte %d", i).isEmpty();
    }
    assertThat(links.click(encoded(java.util.Arrays.copyOf(token, token.length - 1)))).isEmpty();
    assertThat(links.verify("u", "")).isEmpty();
    assertThat(links.verify("u", "%%%")).isEmpty();
    assertThat(links.verify("u", "A".repeat(1_000_000))).isEmpty();
    assertThat(links.verify("u", encoded(new byte[52]))).isEmpty();
  }

  @Test
  void aTokenOfAnotherInstallationIsForged() {
    TrackedLinks other =
        new TrackedLinks(
            new Secret("another secret of an installation".getBytes()), TestLinks.BASE);
    assertThat(links.verify("u", tokenOf(other.unsubscribe(message)))).isEmpty();
  }

  @Test
  void aSignedTargetMustStillBeAWebAddress() {
    assertThat(links.click(tokenOf(links.click(message, "javascript:alert(1)")))).isEmpty();
    assertThat(links.click(tokenOf(links.click(message, "//evil.example")))).isEmpty();
    assertThat(links.click(tokenOf(links.click(message, "/t/c/x")))).isEmpty();
  }

  @Test
  void linksBecomePersonalAndKeepTheirTargets() {
    String html =
        """
        <!doctype html><html><body>
        <a class="b" href="https://nordlicht.example/a?x=1&amp;y=2">eins</a>
        <A HREF='http://nordlicht.example/b' target=_blank>zwei</A>
        <a data-x="a > b" href=https://nordlicht.example/c>drei</a>
        <a href="https://nordlicht.example/a?x=1&amp;y=2">wieder eins</a>
        <map><area href="https://nordlicht.example/karte"></map>
        <a href="mailto:mara@nordlicht.example">Mail</a> <a href="#oben">oben</a> <a name="anker">x</a>
        <a href="%s">Abmelden</a> <a href="%s">Einstellungen</a>
        <abbr href="https://nordlicht.example/nein">z. B.</abbr> 1 < 2 <img src="https://nordlicht.example/i.png">
        </body></html>
        """
            .formatted(links.unsubscribe(message), links.preferences(message));

    String rewritten = links.rewrite(html, message, true, true);

    List<String> targets = new ArrayList<>();
    for (var anchor : Jsoup.parse(rewritten).select("a[href], area[href]")) {
      String href = anchor.attr("href");
      targets.add(
          href.contains("/t/c/") ? links.click(tokenOf(href)).orElseThrow().target() : href);
    }
    assertThat(targets)
        .containsExactly(
            "https://nordlicht.example/a?x=1&y=2",
            "http://nordlicht.example/b",
            "https://nordlicht.example/c",
            "https://nordlicht.example/a?x=1&y=2",
            "https://nordlicht.example/karte",
            "mailto:mara@nordlicht.example",
            "#oben",
            links.unsubscribe(message),
            links.preferences(message));
    assertThat(rewritten.split("/t/c/", -1)).hasSize(6);
    assertThat(rewritten)
        .contains("<abbr href=\"https://nordlicht.example/nein\">z. B.</abbr> 1 < 2")
        .contains("src=\"https://nordlicht.example/i.png\"")
        .contains(links.pixel(message));
    assertThat(rewritten.indexOf("/t/o/")).isGreaterThan(rewritten.indexOf("1 < 2"));
  }

  @Test
  void withoutConsentNothingPersonalIsAdded() {
    String html = "<body><a href=\"https://nordlicht.example/\">Laden</a></body>";
    assertThat(links.rewrite(html, message, false, false)).isEqualTo(html);
    assertThat(links.rewrite(html, message, false, true)).doesNotContain("/t/o/").contains("/t/c/");
    assertThat(links.rewrite(html, message, true, false)).contains("/t/o/").doesNotContain("/t/c/");
  }

  @Test
  void brokenHtmlIsLeftAsItIs() {
    for (String html :
        List.of(
            "<a", "<a ", "<a href", "<a href=", "<a href=\"", "<a href='https://x", "<", "<<a>")) {
      assertThat(links.rewrite(html, message, false, true)).startsWith(html.substring(0, 1));
    }
  }

  private static String tokenOf(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static String encoded(byte[] token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }
}
