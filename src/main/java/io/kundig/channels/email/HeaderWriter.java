package io.kundig.channels.email;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Header lines (RFC 5322 section 2.2), folded, with text outside ASCII as encoded words (RFC
/// 2047).
final class HeaderWriter {
  private static final int LINE = 76;
  private static final int MAX_WORD = 900;
  private static final int MAX_ENCODED_OCTETS = 45;
  private static final String PREFIX_Q = "=?utf-8?Q?";
  private static final String PREFIX_B = "=?utf-8?B?";
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");
  private static final Pattern PHRASE = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*");

  private final StringBuilder text;

  HeaderWriter() {
    text = new StringBuilder(1_024);
  }

  HeaderWriter(HeaderWriter begun) {
    text = new StringBuilder(1_024).append(begun.text);
  }

  static String withoutControls(String value) {
    return CONTROLS.matcher(value).replaceAll(" ");
  }

  void raw(String lines) {
    text.append(lines);
  }

  /// A value that needs neither encoding nor folding.
  void plain(String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
  }

  void unstructured(String name, String value) {
    text.append(name).append(':');
    int column = name.length() + 1;
    if (isPlain(value)) {
      fold(value, column);
    } else {
      encodedWords(value, column);
    }
    text.append("\r\n");
  }

  void mailbox(String name, Mailbox mailbox) {
    text.append(name).append(':');
    int column = name.length() + 1;
    String address = mailbox.address().toString();
    String shown = shownName(mailbox.name());
    if (shown.isEmpty()) {
      append(address, column);
    } else {
      column = phrase(shown, column);
      append("<" + address + ">", column);
    }
    text.append("\r\n");
  }

  /// The head with its empty line, followed by room for the body.
  byte[] end(int bodyLength) {
    text.append("\r\n");
    String head = text.toString();
    byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
    return bodyLength == 0 ? bytes : Arrays.copyOf(bytes, bytes.length + bodyLength);
  }

  private static String shownName(@Nullable String name) {
    return name == null ? "" : withoutControls(name).strip();
  }

  private int phrase(String shown, int column) {
    boolean ascii = shown.length() <= LINE - 20 && isPlain(shown);
    if (ascii && PHRASE.matcher(shown).matches()) {
      return append(shown, column);
    }
    if (ascii) {
      return append("\"" + shown.replace("\\", "\\\\").replace("\"", "\\\"") + "\"", column);
    }
    return encodedWords(shown, column);
  }

  /// ASCII that no reader could take for encoded words, with places to fold where that is needed.
  private static boolean isPlain(String value) {
    int word = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
      word = c == ' ' ? 0 : word + 1;
      if (word > MAX_WORD) {
        return false;
      }
    }
    // A backslash before a fold would escape it for some readers.
    return !value.contains("=?")
        && !value.contains("\\ ")
        && !value.startsWith(" ")
        && !value.endsWith(" ");
  }

  /// Breaks only at single spaces, and keeps each of them, so that unfolding gives back the value.
  private void fold(String value, int start) {
    int column = start;
    int from = 0;
    while (from <= value.length()) {
      int end = from;
      while (end < value.length() && !isBreak(value, end)) {
        end++;
      }
      column = append(value.substring(from, end), column);
      from = end + 1;
    }
  }

  private static boolean isBreak(String value, int i) {
    return value.charAt(i) == ' '
        && i > 0
        && value.charAt(i - 1) != ' '
        && value.charAt(i + 1) != ' ';
  }

  /// Appends a space and the word, on a line of its own where it would not fit; answers the new
  /// column.
  private int append(String word, int column) {
    boolean fits = column + 1 + word.length() <= LINE || column <= 1;
    text.append(fits ? " " : "\r\n ").append(word);
    return (fits ? column : 0) + 1 + word.length();
  }

  private int encodedWords(String value, int start) {
    boolean base64 = base64IsShorter(value);
    int column = start;
    int from = 0;
    while (from < value.length()) {
      int room = (column + 30 > LINE ? LINE : LINE - column) - PREFIX_B.length() - 3;
      int end = base64 ? endOfBase64(value, from, room) : endOfQ(value, from, room);
      String part = value.substring(from, end);
      column = append(base64 ? wordB(part) : wordQ(part), column);
      from = end;
    }
    return column;
  }

  private static boolean base64IsShorter(String value) {
    int q = 0;
    byte[] octets = value.getBytes(StandardCharsets.UTF_8);
    for (byte b : octets) {
      q += isQ(b) || b == ' ' ? 1 : 3;
    }
    return q > (octets.length + 2) / 3 * 4;
  }

  private static int endOfBase64(String value, int from, int room) {
    return endWithin(value, from, Math.min(MAX_ENCODED_OCTETS, room / 4 * 3), false);
  }

  private static int endOfQ(String value, int from, int room) {
    return endWithin(value, from, room, true);
  }

  /// As many whole code points as fit, at least one.
  private static int endWithin(String value, int from, int room, boolean q) {
    int used = 0;
    int end = from;
    while (end < value.length()) {
      int c = value.codePointAt(end);
      int octets = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      used += !q ? octets : c < 0x80 && (isQ((byte) c) || c == ' ') ? 1 : 3 * octets;
      if (used > room && end > from) {
        return end;
      }
      end += Character.charCount(c);
    }
    return end;
  }

  private static String wordB(String part) {
    byte[] octets = part.getBytes(StandardCharsets.UTF_8);
    return PREFIX_B + Base64.getEncoder().encodeToString(octets) + "?=";
  }

  private static String wordQ(String part) {
    var word = new StringBuilder(PREFIX_Q);
    for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
      if (b == ' ') {
        word.append('_');
      } else if (isQ(b)) {
        word.append((char) b);
      } else {
        word.append('=').append(hex(b >> 4)).append(hex(b));
      }
    }
    return word.append("?=").toString();
  }

  /// What may stand for itself even within a phrase (RFC 2047 section 5).
  private static boolean isQ(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || "!*+-/".indexOf(b) >= 0;
  }

  private static char hex(int value) {
    return "0123456789ABCDEF".charAt(value & 15);
  }
}
