package io.kundig.messaging;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Packs contents, a tenth of their size and less where most of it is in the dictionary (RFC 1950).
final class ContentCodec {

  private static final int CHUNK = 8_192;

  /// As far back as deflate can look.
  static final int LONGEST_DICTIONARY = 32_000;

  private final JsonMapper json = JsonMapper.builder().build();

  byte[] pack(Content content, byte @Nullable [] dictionary) {
    var deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      if (dictionary != null) {
        deflater.setDictionary(dictionary);
      }
      deflater.setInput(json.writeValueAsBytes(content));
      deflater.finish();
      var packed = new ByteArrayOutputStream(CHUNK);
      byte[] chunk = new byte[CHUNK];
      while (!deflater.finished()) {
        packed.write(chunk, 0, deflater.deflate(chunk));
      }
      return packed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  Content unpack(byte[] packed, byte @Nullable [] dictionary) {
    var inflater = new Inflater();
    try {
      inflater.setInput(packed);
      var bytes = new ByteArrayOutputStream(4 * CHUNK);
      byte[] chunk = new byte[CHUNK];
      while (!inflater.finished()) {
        int length = inflater.inflate(chunk);
        if (length > 0) {
          bytes.write(chunk, 0, length);
        } else if (inflater.needsDictionary() && dictionary != null) {
          inflater.setDictionary(dictionary);
        } else if (!inflater.finished()) {
          throw new IllegalStateException("a content is cut off, or its dictionary is gone");
        }
      }
      return json.readValue(bytes.toByteArray(), Content.class);
    } catch (DataFormatException e) {
      throw new IllegalStateException("a content is damaged", e);
    } finally {
      inflater.end();
    }
  }

  /// The part of a text that contents are compared with, as it stands in their JSON.
  byte[] dictionary(Content neutral) {
    byte[] bytes = json.writeValueAsBytes(neutral);
    if (bytes.length <= LONGEST_DICTIONARY) {
      return bytes;
    }
    return Arrays.copyOf(bytes, LONGEST_DICTIONARY);
  }
}
