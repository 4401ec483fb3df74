package io.kundig.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentCodecTests {

  private static final String FRAME =
      "<table><tr><td style=\"padding:8px;color:#1F5F5B\">Rösterei Nordlicht</td></tr></table>"
          .repeat(200);

  @Test
  void whatIsPackedComesOutAgain() {
    Content content = content("Moin Friederike ☕, " + FRAME);
    var dictionary = new Delta(ContentCodec.dictionary(content(FRAME)));

    byte[] packed = ContentCodec.pack(content, dictionary);

    assertThat(ContentCodec.unpack(packed, dictionary)).isEqualTo(content);
    assertThat(packed).hasSizeLessThan(80);
  }

  @Test
  void aDictionaryMayShareNothing() {
    Content content = content("Moin Jonas, " + FRAME);
    var dictionary = new Delta(ContentCodec.dictionary(content("")));

    assertThat(ContentCodec.unpack(ContentCodec.pack(content, dictionary), dictionary))
        .isEqualTo(content);
  }

  private static Content content(String html) {
    return new Content(
        "Frisch geröstet",
        html,
        "Moin!",
        "Rösterei Nordlicht <hallo@nordlicht.example>",
        "friederike@example.org",
        null,
        Map.of("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
  }
}
