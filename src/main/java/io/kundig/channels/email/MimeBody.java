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
  private static final boolean[] LITERAL = literals();

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
      special += LITERAL[b & 0xFF] ? 0 : 1;
      breaks += b == '\n' || b == '\r' ? 1 : 0;
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
    for (int i = 0; i < octets.length; i++) {
      byte b = octets[i];
      if (b == '\r' || b == '\n') {
        out[at++] = '\r';
        out[at++] = '\n';
        column = 0;
        if (b == '\r' && i + 1 < octets.length && octets[i + 1] == '\n') {
          i++;
        }
        continue;
      }
      boolean literal = LITERAL[b & 0xFF];
      if (literal && column == 0 && (b == '.' || b == 'F')) {
        literal = false;
      } else if (b == ' ' || b == '\t') {
        literal = !endsLine(octets, i + 1);
      }
      int width = literal ? 1 : 3;
      if (column + width > MAX_QUOTED_LINE) {
        out[at++] = '=';
        out[at++] = '\r';
        out[at++] = '\n';
        column = 0;
        if (b == '.' || b == 'F') {
          literal = false;
          width = 3;
        }
      }
      if (literal) {
        out[at++] = b;
      } else {
        out[at++] = '=';
        out[at++] = HEX[b >> 4 & 15];
        out[at++] = HEX[b & 15];
      }
      column += width;
    }
    return new Encoded("quoted-printable", out, at);
  }

  private static boolean endsLine(byte[] octets, int i) {
    return i == octets.length || octets[i] == '\r' || octets[i] == '\n';
  }

  /// Printable ASCII but the equals sign, white space and line ends (RFC 2045 section 6.7).
  private static boolean[] literals() {
    var literals = new boolean[256];
    for (int c = ' '; c <= '~'; c++) {
      literals[c] = c != '=';
    }
    literals['\t'] = true;
    literals['\r'] = true;
    literals['\n'] = true;
    return literals;
  }
}
