package io.kundig.channels.email;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Text as a MIME body (RFC 2045): as it is where that is safe, else quoted-printable or base64,
/// whichever is shorter.
final class MimeBody {
  private static final int MAX_PLAIN_LINE = 990;
  private static final int MAX_QUOTED_LINE = 75;
  private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'});
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
  private static final byte PLAIN = 0;
  private static final byte SPACE = 1;
  private static final byte BREAK = 2;
  private static final byte ESCAPED = 3;
  private static final byte[] KIND = kinds();

  private MimeBody() {}

  static final class Encoded {
    private final String encoding;
    private final byte[] bytes;
    private final int length;

    private Encoded(String encoding, byte[] bytes, int length) {
      this.encoding = encoding;
      this.bytes = bytes;
      this.length = length;
    }

    /// The value of Content-Transfer-Encoding.
    String encoding() {
      return encoding;
    }

    int length() {
      return length;
    }

    /// Answers where the copy ends.
    int copyTo(byte[] target, int at) {
      System.arraycopy(bytes, 0, target, at, length);
      return at + length;
    }
  }

  /// @param boundary must not occur in the result; null for none
  static Encoded encode(String text, @Nullable String boundary) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    boolean free = boundary == null || !text.contains(boundary);
    if (free && isSafe(octets)) {
      return plain(octets);
    }
    int special = 0;
    int breaks = 1;
    for (byte b : octets) {
      byte kind = KIND[b & 0xFF];
      special += kind == ESCAPED ? 1 : 0;
      breaks += kind == BREAK ? 1 : 0;
    }
    if (octets.length + 2L * special > octets.length * 4L / 3) {
      byte[] bytes = BASE64.encode(withCrlf(octets));
      return new Encoded("base64", bytes, bytes.length);
    }
    return quoted(octets, octets.length + 2 * special + 5 * breaks);
  }

  /// ASCII that no old server or mail folder would change on the way.
  private static boolean isSafe(byte[] octets) {
    int start = 0;
    for (int i = 0; i <= octets.length; i++) {
      byte b = i == octets.length ? (byte) '\n' : octets[i];
      if (b == '\n') {
        int end = i > start && octets[i - 1] == '\r' ? i - 1 : i;
        if (end - start > MAX_PLAIN_LINE
            || isFromLine(octets, start)
            || endsInSpace(octets, start, end)) {
          return false;
        }
        start = i + 1;
      } else if (b == '\r') {
        if (i + 1 == octets.length || octets[i + 1] != '\n') {
          return false;
        }
      } else if ((b < ' ' && b != '\t') || b == 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFromLine(byte[] octets, int start) {
    return start + 4 < octets.length
        && octets[start] == 'F'
        && octets[start + 1] == 'r'
        && octets[start + 2] == 'o'
        && octets[start + 3] == 'm'
        && octets[start + 4] == ' ';
  }

  private static boolean endsInSpace(byte[] octets, int start, int end) {
    return end > start && (octets[end - 1] == ' ' || octets[end - 1] == '\t');
  }

  private static Encoded plain(byte[] octets) {
    byte[] bytes = withCrlf(octets);
    return new Encoded("7bit", bytes, bytes.length);
  }

  /// CR, LF and CRLF each become CRLF.
  private static byte[] withCrlf(byte[] octets) {
    int breaks = 0;
    for (byte b : octets) {
      breaks += b == '\n' || b == '\r' ? 1 : 0;
    }
    if (breaks == 0) {
      return octets;
    }
    byte[] bytes = new byte[octets.length + breaks];
    int at = 0;
    for (int i = 0; i < octets.length; i++) {
      byte b = octets[i];
      if (b == '\r' || b == '\n') {
        bytes[at++] = '\r';
        bytes[at++] = '\n';
        if (b == '\r' && i + 1 < octets.length && octets[i + 1] == '\n') {
          i++;
        }
      } else {
        bytes[at++] = b;
      }
    }
    return at == bytes.length ? bytes : Arrays.copyOf(bytes, at);
  }

  /// @param most octets without soft breaks: a line takes up to five for its end and for escapes
  ///   around it
  private static Encoded quoted(byte[] octets, int most) {
    byte[] out = new byte[most + (most / (MAX_QUOTED_LINE - 2) + 1) * 5];
    int at = 0;
    int column = 0;
    int i = 0;
    while (i < octets.length) {
      byte b = octets[i++];
      byte kind = KIND[b & 0xFF];
      // Most octets take this way.
      if (kind == PLAIN && column > 0 && column < MAX_QUOTED_LINE) {
        out[at++] = b;
        column++;
        continue;
      }
      if (kind == BREAK) {
        out[at++] = '\r';
        out[at++] = '\n';
        column = 0;
        i += b == '\r' && i < octets.length && octets[i] == '\n' ? 1 : 0;
        continue;
      }
      boolean escaped = kind == ESCAPED || (kind == SPACE && endsLine(octets, i));
      if (column + (escaped ? 3 : 1) > MAX_QUOTED_LINE) {
        out[at++] = '=';
        out[at++] = '\r';
        out[at++] = '\n';
        column = 0;
      }
      // A leading dot is dear to SMTP, a leading "From " to mail folders.
      if (escaped || (column == 0 && (b == '.' || b == 'F'))) {
        out[at++] = '=';
        out[at++] = HEX[b >> 4 & 15];
        out[at++] = HEX[b & 15];
        column += 3;
      } else {
        out[at++] = b;
        column++;
      }
    }
    return new Encoded("quoted-printable", out, at);
  }

  private static boolean endsLine(byte[] octets, int i) {
    return i == octets.length || octets[i] == '\r' || octets[i] == '\n';
  }

  /// RFC 2045 section 6.7.
  private static byte[] kinds() {
    var kinds = new byte[256];
    Arrays.fill(kinds, ESCAPED);
    Arrays.fill(kinds, '!', '~' + 1, PLAIN);
    kinds['='] = ESCAPED;
    kinds[' '] = SPACE;
    kinds['\t'] = SPACE;
    kinds['\r'] = BREAK;
    kinds['\n'] = BREAK;
    return kinds;
  }
}
