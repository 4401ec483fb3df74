package io.kundig.messaging;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Packs contents: what they have in common with their dictionary is only pointed at.
final class ContentCodec {

  /// Changes when the bytes of an unpacked content do.
  private static final int FORMAT = 1;

  private ContentCodec() {}

  static byte[] pack(Content content, Delta dictionary) {
    return dictionary.encode(write(content));
  }

  /// @throws IllegalStateException if the bytes are damaged, or the dictionary is another one
  static Content unpack(byte[] packed, Delta dictionary) {
    return read(ByteBuffer.wrap(dictionary.decode(packed)));
  }

  /// What others are compared with.
  static byte[] dictionary(Content neutral) {
    return write(neutral);
  }

  private static byte[] write(Content content) {
    var bytes = new Bytes(content.html().length() + content.text().length() + 1_024);
    bytes.number(FORMAT).text(content.subject()).text(content.html()).text(content.text());
    bytes.text(content.from()).text(content.to());
    bytes.number(content.replyTo() == null ? 0 : 1);
    if (content.replyTo() != null) {
      bytes.text(content.replyTo());
    }
    bytes.number(content.headers().size());
    content.headers().forEach((name, value) -> bytes.text(name).text(value));
    return bytes.toArray();
  }

  private static Content read(ByteBuffer bytes) {
    int format = Bytes.number(bytes);
    if (format != FORMAT) {
      throw new IllegalStateException("a content of the unknown format " + format);
    }
    return new Content(
        Bytes.text(bytes),
        Bytes.text(bytes),
        Bytes.text(bytes),
        Bytes.text(bytes),
        Bytes.text(bytes),
        replyTo(bytes),
        headers(bytes));
  }

  private static @Nullable String replyTo(ByteBuffer bytes) {
    return Bytes.number(bytes) == 0 ? null : Bytes.text(bytes);
  }

  private static Map<String, String> headers(ByteBuffer bytes) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int left = Bytes.number(bytes); left > 0; left--) {
      headers.put(Bytes.text(bytes), Bytes.text(bytes));
    }
    return headers;
  }
}
