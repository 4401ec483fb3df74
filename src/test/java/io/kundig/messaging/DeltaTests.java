package io.kundig.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaTests {

  private static final String FRAME =
      "<table><tr><td style=\"padding:8px;color:#1F5F5B\">Rösterei Nordlicht</td></tr></table>";

  /// Texts that share pieces, in any order, with repetitions of their own.
  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsWrittenComesOutAgain(long first) {
    for (long seed = first; seed < first + 500; seed++) {
      var random = new Random(seed);
      comesOutAgain(random);
    }
  }

  static LongStream seeds() {
    return new Random().longs(4);
  }

  /// A copy that was found later and grew backwards, into what it was itself copied from.
  @ParameterizedTest
  @ValueSource(longs = {4609, 8466, 8484, 20004, 20881})
  void aCopyMayReachIntoItself(long seed) {
    comesOutAgain(new Random(seed));
  }

  private static void comesOutAgain(Random random) {
    byte[] alphabet = bytes(random, 1 + random.nextInt(64));
    byte[] base = mixed(random, alphabet, new byte[0]);
    byte[] text = mixed(random, alphabet, base);

    var delta = new Delta(base);

    assertThat(new Delta(base).decode(delta.encode(text))).isEqualTo(text);
  }

  @Test
  void whatIsKnownCostsNextToNothing() {
    byte[] base = utf8(FRAME.repeat(100));
    byte[] text = utf8(FRAME.repeat(40) + "Moin Friederike" + FRAME.repeat(60));

    assertThat(new Delta(base).encode(text)).hasSizeLessThan(40);
    assertThat(new Delta(base).encode(base)).hasSizeLessThan(16);
  }

  @Test
  void whatIsNewIsWrittenOnce() {
    String token = "https://crm.example/u/7xYp0aTq9RzLwB4sKdVfNhGjMcE2uQ1i8oXt5yWe";
    byte[] text = utf8(token + FRAME + token + FRAME + token);

    assertThat(new Delta(utf8(FRAME)).encode(text)).hasSizeLessThan(token.length() + 30);
  }

  @Test
  void damageIsNoticedWhereverItIs() {
    var random = new Random(7);
    var delta = new Delta(utf8(FRAME.repeat(20)));
    byte[] encoded = delta.encode(utf8("Moin Jonas, " + FRAME.repeat(5) + "bis bald"));

    for (int at = 0; at < encoded.length; at++) {
      byte[] damaged = encoded.clone();
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      assertThatThrownBy(() -> delta.decode(damaged)).hasMessageContaining("damaged");
    }
    assertThatThrownBy(() -> new Delta(utf8("another text")).decode(encoded))
        .hasMessageContaining("dictionary");
  }

  private static byte[] mixed(Random random, byte[] alphabet, byte[] source) {
    var bytes = new Bytes(64);
    for (int pieces = random.nextInt(30); pieces > 0; pieces--) {
      byte[] from = random.nextBoolean() ? source : bytes.toArray();
      if (from.length > 0 && random.nextInt(3) > 0) {
        int start = random.nextInt(from.length);
        bytes.bytes(from, start, start + random.nextInt(from.length - start + 1));
      } else {
        for (int length = random.nextInt(40); length > 0; length--) {
          bytes.bytes(new byte[] {alphabet[random.nextInt(alphabet.length)]}, 0, 1);
        }
      }
    }
    return bytes.toArray();
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
