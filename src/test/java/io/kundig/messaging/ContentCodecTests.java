package io.kundig.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentCodecTests {

  private static final String FRAME =
      "<table><tr><td style=\"padding:8px;color:#1F5F5B\">Rösterei Nordlicht</td></tr></table>"
          .repeat(200);

  private final ContentCodec codec = new ContentCodec();

  @Test
  void whatIsPackedComesOutAgain() {
    Content content = content("Moin Friederike ☕, " + FRAME);

    assertThat(codec.unpack(codec.pack(content, null), null)).isEqualTo(content);
    byte[] dictionary = codec.dictionary(content(FRAME));
    assertThat(codec.unpack(codec.pack(content, dictionary), dictionary)).isEqualTo(content);
  }

  @Test
  void aDictionaryTooLongIsCut() {
    byte[] dictionary = codec.dictionary(content(FRAME.repeat(10)));
    Content content = content("Moin Jonas, " + FRAME);

    assertThat(dictionary).hasSize(ContentCodec.LONGEST_DICTIONARY);
    assertThat(codec.unpack(codec.pack(content, dictionary), dictionary)).isEqualTo(content);
  }

  @Test
  void whatIsDamagedIsNoticed() {
    byte[] packed = codec.pack(content(FRAME), codec.dictionary(content(FRAME)));

    assertThatThrownBy(() -> codec.unpack(packed, null)).hasMessageContaining("dictionary");
    packed[packed.length / 2] ^= 0x55;
    assertThatThrownBy(() -> codec.unpack(packed, codec.dictionary(content(FRAME))))
        .isInstanceOf(RuntimeException.class);
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
