package io.kundig.channels.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MimeMessageWriterTests {
  private static final OffsetDateTime DATE = OffsetDateTime.parse("2026-11-22T10:15:30+01:00");
  private static final Mailbox SHOP = Mailbox.of("Kaffee Kündig", "post@shop.example");
  private static final Mailbox JANA = Mailbox.of("Jana Müller", "jana@example.org");

  @Test
  void writesWhatAParserReadsBack() throws Exception {
    MimeMessage message =
        parse(
            begin()
                .replyTo(Mailbox.of("hilfe@shop.example"))
                .subject("Dein Warenkorb wartet ☕")
                .header(
                    "List-Unsubscribe",
                    "<https://shop.example/u/abc>, <mailto:u@shop.example?subject=abc>")
                .header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                .header("List-Id", "Kündig News <news.shop.example>")
                .header("Auto-Submitted", "auto-generated")
                .header("Feedback-ID", "cart:flow:shop:kundig")
                .text("Grüße\nvon uns")
                .html("<p>Grüße</p>")
                .write());

    assertThat(message.getMessageID()).isEqualTo("<01890a5d@shop.example>");
    assertThat(message.getSentDate().toInstant()).isEqualTo(Instant.parse("2026-11-22T09:15:30Z"));
    assertThat(message.getHeader("Date")).containsExactly("Sun, 22 Nov 2026 10:15:30 +0100");
    assertThat(message.getFrom())
        .containsExactly(new InternetAddress("post@shop.example", "Kaffee Kündig", "utf-8"));
    assertThat(((InternetAddress) message.getFrom()[0]).getPersonal()).isEqualTo("Kaffee Kündig");
    assertThat(message.getReplyTo())
        .extracting(Object::toString)
        .containsExactly("hilfe@shop.example");
    assertThat(message.getSubject()).isEqualTo("Dein Warenkorb wartet ☕");
    assertThat(header(message, "List-Unsubscribe"))
        .isEqualTo("<https://shop.example/u/abc>, <mailto:u@shop.example?subject=abc>");
    assertThat(header(message, "List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
    assertThat(header(message, "List-Id")).isEqualTo("Kündig News <news.shop.example>");
    assertThat(message.getContentType()).startsWith("multipart/alternative");
    assertThat(parts(message)).containsExactly("Grüße\r\nvon uns", "<p>Grüße</p>");
  }

  @Test
  void sameInputSameBytes() {
    assertThat(begin().text("ä").html("<b>").write())
        .isEqualTo(begin().text("ä").html("<b>").write());
  }

  @Test
  void writesOnePartWithoutAlternatives() throws Exception {
    assertThat(parse(begin().text("nur Text ✓").write()).getContent()).isEqualTo("nur Text ✓");
    MimeMessage html = parse(begin().html("<p>only</p>").write());
    assertThat(html.getContentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(html.getContent()).isEqualTo("<p>only</p>");
  }

  @RepeatedTest(400)
  void whatGoesInComesOut(RepetitionInfo repetition) throws Exception {
    var random = new Random(repetition.getCurrentRepetition());
    String name = anyText(random, 120);
    String subject = anyText(random, 300);
    String text = anyText(random, 3_000);
    String html = anyText(random, 6_000);
    String extra = HeaderWriter.withoutControls(anyText(random, 200)).strip();
    byte[] source =
        MimeMessageWriter.message("id" + random.nextInt() + "@shop.example", DATE)
            .from(Mailbox.of(name, "post@shop.example"))
            .to(JANA)
            .subject(subject)
            .header("X-Anything", extra)
            .text(text)
            .html(html)
            .write();

    assertWellFormed(source);
    MimeMessage message = parse(source);
    assertThat(Collections.list(message.getAllHeaders())).hasSize(8);
    assertThat(shownName(message)).isEqualTo(expected(name));
    assertThat(MimeUtility.decodeText(MimeUtility.unfold(message.getHeader("Subject", null))))
        .isEqualTo(expected(subject));
    assertThat(header(message, "X-Anything").strip()).isEqualTo(replaceLoneSurrogates(extra));
    assertThat(parts(message)).containsExactly(body(text), body(html));
    // The dot-stuffing of the transport finds nothing to change.
    assertThat(SmtpMail.of(SHOP.address(), JANA.address(), source).wire().length)
        .isGreaterThanOrEqualTo(source.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n", "\r", "\u0000", "\u0085", "\u2028", "\r\n ", "\n\n"})
  void noInputAddsAHeader(String breaking) throws Exception {
    String attack = "a" + breaking + "Bcc: victim@example.org" + breaking + breaking + "<script>";
    byte[] source =
        MimeMessageWriter.message("1@shop.example", DATE)
            .from(Mailbox.of(attack, "post@shop.example"))
            .to(Mailbox.of(attack, "jana@example.org"))
            .subject(attack)
            .text("x")
            .write();

    MimeMessage message = parse(source);
    assertThat(message.getHeader("Bcc")).isNull();
    assertThat(message.getContent()).isEqualTo("x");
    assertThat(message.getAllRecipients()).hasSize(1);
    assertThat(message.getSubject()).doesNotContain(breaking);
    if (!breaking.equals("\u2028")) {
      assertThatThrownBy(() -> begin().header("X-A", attack))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> begin().header("X-A" + breaking + "Bcc", "v"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MimeMessageWriter.message("1" + breaking + "@x", DATE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EmailAddress.parse("a" + breaking + "@x.org"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EmailAddress.parse("a@x.org" + breaking))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EmailAddress.parse("\"a" + breaking + "\"@x.org"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "From",
        "to",
        "Bcc",
        "CC",
        "Message-ID",
        "Content-Type",
        "DKIM-Signature",
        "",
        "a b",
        "é",
        "a:"
      })
  void headersOfItsOwnCannotBeAdded(String name) {
    assertThatThrownBy(() -> begin().header(name, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesThatLookLikeAddressesStayNames() throws Exception {
    for (String name :
        List.of(
            "a@b.org",
            "Müller, Jana <x@y.org>",
            "\"",
            "\\",
            "=?utf-8?Q?x?=",
            "a <b@c.org>, d",
            "(c)",
            "Dr. J.")) {
      MimeMessage message =
          parse(
              MimeMessageWriter.message("1@x", DATE)
                  .from(SHOP)
                  .to(Mailbox.of(name, "jana@example.org"))
                  .text("x")
                  .write());

      assertThat(message.getAllRecipients()).hasSize(1);
      var to = (InternetAddress) message.getAllRecipients()[0];
      assertThat(to.getAddress()).isEqualTo("jana@example.org");
      assertThat(to.getPersonal()).isEqualTo(name);
    }
  }

  @Test
  void linesStayShortWhateverComesIn() {
    byte[] source =
        begin()
            .subject("x".repeat(5_000))
            .header("List-Unsubscribe", "<https://shop.example/" + "u".repeat(850) + ">")
            .text("y".repeat(20_000))
            .html("<p>" + "ä".repeat(20_000))
            .write();

    assertWellFormed(source);
    assertThatThrownBy(
            () ->
                SmtpMail.of(
                    SHOP.address(),
                    JANA.address(),
                    ("a: " + "x".repeat(996) + "\n\nb").getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void contentCannotHoldTheBoundary() throws Exception {
    String boundary =
        new String(begin().text("a").html("b").write(), StandardCharsets.US_ASCII)
            .replaceAll("(?s).*boundary=\"([^\"]+)\".*", "$1");
    String attack = "a\r\n--" + boundary + "--\r\nb";

    assertThat(parts(parse(begin().text(attack).html(attack).write())))
        .containsExactly(attack, attack);
  }

  private static MimeMessageWriter begin() {
    return MimeMessageWriter.message("01890a5d@shop.example", DATE).from(SHOP).to(JANA);
  }

  private static MimeMessage parse(byte[] source) throws MessagingException {
    return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(source));
  }

  private static String header(MimeMessage message, String name)
      throws MessagingException, IOException {
    return MimeUtility.decodeText(MimeUtility.unfold(message.getHeader(name, null)));
  }

  private static String shownName(MimeMessage message) throws MessagingException {
    String name = ((InternetAddress) message.getFrom()[0]).getPersonal();
    return name == null ? "" : name;
  }

  private static List<String> parts(MimeMessage message) throws MessagingException, IOException {
    var parts = (Multipart) message.getContent();
    assertThat(parts.getCount()).isEqualTo(2);
    return List.of(
        (String) parts.getBodyPart(0).getContent(), (String) parts.getBodyPart(1).getContent());
  }

  private static String expected(String text) {
    return replaceLoneSurrogates(HeaderWriter.withoutControls(text).strip());
  }

  private static String body(String text) {
    return replaceLoneSurrogates(text.replaceAll("\r\n|\r|\n", "\r\n"));
  }

  private static String replaceLoneSurrogates(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static void assertWellFormed(byte[] source) {
    int length = 0;
    for (int i = 0; i < source.length; i++) {
      assertThat(source[i]).isGreaterThan((byte) 0);
      length++;
      if (source[i] == '\n') {
        assertThat(source[i - 1]).isEqualTo((byte) '\r');
        assertThat(length).isLessThanOrEqualTo(1_000);
        length = 0;
      } else if (source[i] == '\r') {
        assertThat(source[i + 1]).isEqualTo((byte) '\n');
      }
    }
    assertThat(length).isZero();
  }

  /// Words, umlauts, emoji, line ends, quotes, dots and control characters, in changing
  /// proportions.
  private static String anyText(Random random, int most) {
    String[][] palettes = {
      {"a", "b", "Wort", " ", " ", ".", "\n"},
      {"ä", "ß", "é", "Grüße", " ", "\r\n", "=", "_"},
      {"☕", "👩‍👩‍👧", "日本", " ", "\t", "?", "=?"},
      {"\"", "\\", "<", ">", "@", ",", ";", ":", "(", ")", " ", "From ", "\n.", "\n", "  ", "--"},
      {"\u0000", "\u0007", "\r", "\n", "\u007f", "\u2028", "x", "\ud800", " "}
    };
    var text = new StringBuilder();
    int length = random.nextInt(most);
    int mix = random.nextInt(1, 32);
    while (text.length() < length) {
      int palette = random.nextInt(palettes.length);
      if ((mix >> palette & 1) == 1) {
        text.append(palettes[palette][random.nextInt(palettes[palette].length)]);
      }
    }
    return text.toString();
  }
}
