package io.kundig.channels.email;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One mail with its envelope, ready for the wire: line ends are CRLF and dots are stuffed when it
/// is made (RFC 5321 section 4.5.2), so that no byte of the content can end it early.
public final class SmtpMail {
  /// What every server must take in one mail (RFC 5321 section 4.5.3.1.8); it also keeps a
  /// pipelined group below the socket buffers.
  public static final int MAX_RECIPIENTS = 100;

  /// Octets in a line without its CRLF (RFC 5322 section 2.1.1).
  public static final int MAX_LINE = 998;

  private final @Nullable EmailAddress sender;
  private final List<EmailAddress> recipients;
  private final byte[] wire;
  private final boolean eightBit;
  private final boolean utf8;

  /// @param sender where bounces go (`MAIL FROM`); null for the empty path `<>`
  /// @param recipients 1 to 100
  /// @param content the message (RFC 5322), header and body; any line ends
  /// @throws IllegalArgumentException for no or too many recipients, a line over 998 octets, or a
  ///   NUL
  public SmtpMail(@Nullable EmailAddress sender, List<EmailAddress> recipients, byte[] content) {
    if (recipients.isEmpty() || recipients.size() > MAX_RECIPIENTS) {
      throw new IllegalArgumentException("A mail needs 1 to 100 recipients");
    }
    this.sender = sender;
    this.recipients = List.copyOf(recipients);
    var stuffing = new Stuffing(content);
    this.wire = stuffing.run();
    this.eightBit = stuffing.eightBit;
    this.utf8 =
        stuffing.eightBitHeader
            || (sender != null && sender.needsSmtpUtf8())
            || recipients.stream().anyMatch(EmailAddress::needsSmtpUtf8);
  }

  /// A mail to one recipient.
  ///
  /// @throws IllegalArgumentException as the constructor
  public static SmtpMail of(EmailAddress sender, EmailAddress recipient, byte[] content) {
    return new SmtpMail(sender, List.of(recipient), content);
  }

  /// Where bounces go; null for the empty path.
  public @Nullable EmailAddress sender() {
    return sender;
  }

  /// In the order in which outcomes are reported.
  public List<EmailAddress> recipients() {
    return recipients;
  }

  /// Octets on the wire, without the final dot.
  public int size() {
    return wire.length;
  }

  boolean needs8BitMime() {
    return eightBit;
  }

  boolean needsSmtpUtf8() {
    return utf8;
  }

  /// The content as `DATA` carries it, ending in CRLF, without the final dot.
  byte[] wire() {
    return wire;
  }

  private static final class Stuffing {
    private final byte[] in;
    private byte[] out;
    private int written;
    private boolean eightBit;
    private boolean eightBitHeader;

    Stuffing(byte[] in) {
      this.in = in;
      this.out = in;
    }

    byte[] run() {
      // Most content is in order: check it first, copy only from where it is not.
      int from = firstChange();
      if (from < 0) {
        return in;
      }
      out = Arrays.copyOf(in, in.length + in.length / 16 + 64);
      written = from;
      copyFrom(from);
      return Arrays.copyOf(out, written);
    }

    /// Where the first line starts that cannot go out as it is; -1 for none.
    private int firstChange() {
      int start = 0;
      while (start < in.length) {
        if (in[start] == '.') {
          return start;
        }
        int end = endOfLine(start);
        if (end + 1 >= in.length || in[end] != '\r' || in[end + 1] != '\n') {
          return start;
        }
        start = end + 2;
      }
      return in.length == 0 ? 0 : -1;
    }

    private void copyFrom(int from) {
      int start = from;
      while (start < in.length) {
        int end = endOfLine(start);
        ensure(end - start + 3);
        if (in[start] == '.') {
          out[written++] = '.';
        }
        System.arraycopy(in, start, out, written, end - start);
        written += end - start;
        out[written++] = '\r';
        out[written++] = '\n';
        boolean pair = end + 1 < in.length && in[end] == '\r' && in[end + 1] == '\n';
        start = end + (pair ? 2 : 1);
      }
    }

    /// The index of the next CR or LF, or the end.
    private int endOfLine(int start) {
      int i = start;
      int high = 0;
      while (i < in.length) {
        byte b = in[i];
        if (b <= '\r') {
          if (b == '\r' || b == '\n') {
            break;
          }
          if (b == 0) {
            throw new IllegalArgumentException("The content holds a NUL");
          }
        }
        high |= b;
        i++;
      }
      if (i - start > MAX_LINE) {
        throw new IllegalArgumentException("The content has a line over 998 octets");
      }
      note(start, i, high < 0);
      return i;
    }

    private boolean inBody;

    private void note(int start, int end, boolean high) {
      if (start == end) {
        inBody = true;
      }
      if (high) {
        eightBit = true;
        eightBitHeader |= !inBody;
      }
    }

    private void ensure(int more) {
      if (out.length - written < more) {
        out = Arrays.copyOf(out, out.length * 2 + more);
      }
    }
  }
}
