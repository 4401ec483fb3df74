package io.kundig.channels.email;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Bytes to and from one server: whole writes, whole replies, each within a time limit.
///
/// Throws `SocketTimeoutException` where time is up, `ProtocolException` where the answer is not
/// SMTP, and any other `IOException` where the connection is gone.
final class SmtpTransport implements AutoCloseable {
  private static final int MAX_REPLY_LINE = 4_096;
  private static final int MAX_REPLY_LINES = 128;
  private static final int MAX_SHOWN_LINE = 512;

  private final Socket raw;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private final byte[] buffer = new byte[2 * MAX_REPLY_LINE];
  private int position;
  private int limit;

  /// `System.nanoTime` by which the present read or write must end; 0 while there is none.
  private volatile long deadline;

  private volatile boolean overdue;
  private long seenLate;

  private SmtpTransport(Socket raw) throws IOException {
    this.raw = raw;
    this.socket = raw;
    this.in = raw.getInputStream();
    this.out = raw.getOutputStream();
  }

  /// Tries each of the host's addresses in turn.
  static SmtpTransport connect(String host, int port, Duration timeout) throws IOException {
    IOException failure = new ConnectException("The host has no address");
    for (InetAddress address : InetAddress.getAllByName(host)) {
      var socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
        return over(socket);
      } catch (IOException e) {
        socket.close();
        failure = e;
      }
    }
    throw failure;
  }

  /// @param socket that is connected
  static SmtpTransport over(Socket socket) throws IOException {
    var transport = new SmtpTransport(socket);
    Deadlines.watch(transport);
    return transport;
  }

  /// Goes on under TLS. The certificate must be trusted and made out to `host` (RFC 8314, RFC
  /// 6125).
  void secure(SSLSocketFactory factory, String host, int port, Duration timeout)
      throws IOException {
    if (position < limit) {
      // Commands or answers slipped in before the handshake (CVE-2011-0411).
      throw new ProtocolException("The server sent more before TLS began");
    }
    var tls = (SSLSocket) factory.createSocket(raw, host, port, true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    tls.setSSLParameters(parameters);
    begin(timeout);
    try {
      tls.startHandshake();
    } catch (IOException e) {
      throw overdue ? timedOut(e) : e;
    } finally {
      end();
    }
    socket = tls;
    in = tls.getInputStream();
    out = tls.getOutputStream();
  }

  boolean isSecure() {
    return socket instanceof SSLSocket;
  }

  InetAddress localAddress() {
    return raw.getLocalAddress();
  }

  boolean isPeerLoopback() {
    return raw.getInetAddress().isLoopbackAddress();
  }

  void write(byte[] bytes, Duration timeout) throws IOException {
    begin(timeout);
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw overdue ? timedOut(e) : e;
    } finally {
      end();
    }
  }

  /// Reads one reply of up to 128 lines.
  SmtpReply read(Duration timeout) throws IOException {
    begin(timeout);
    try {
      return readReply();
    } catch (ProtocolException e) {
      throw e;
    } catch (IOException e) {
      throw overdue ? timedOut(e) : e;
    } finally {
      end();
    }
  }

  private SmtpReply readReply() throws IOException {
    List<String> lines = new ArrayList<>(1);
    int code = 0;
    while (true) {
      int end = endOfLine();
      int length = end - position;
      int lineCode = code(length);
      if (code != 0 && code != lineCode) {
        throw new ProtocolException("The lines of one reply have different codes");
      }
      code = lineCode;
      boolean more = length > 3 && buffer[position + 3] == '-';
      if (length > 3 && !more && buffer[position + 3] != ' ') {
        throw new ProtocolException("The server's answer is not an SMTP reply");
      }
      lines.add(text(Math.min(position + 4, end), end));
      position = end + 1;
      if (!more) {
        return SmtpReply.of(code, lines);
      }
      if (lines.size() == MAX_REPLY_LINES) {
        throw new ProtocolException("The server's answer has too many lines");
      }
    }
  }

  /// The index of the next LF, reading on where there is none yet.
  private int endOfLine() throws IOException {
    int scanned = position;
    while (true) {
      for (; scanned < limit; scanned++) {
        if (buffer[scanned] == '\n') {
          return scanned;
        }
      }
      if (limit - position > MAX_REPLY_LINE) {
        throw new ProtocolException("The server's answer has too long a line");
      }
      if (limit == buffer.length || position == limit) {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        scanned -= position;
        position = 0;
      }
      int count = in.read(buffer, limit, buffer.length - limit);
      if (count < 0) {
        throw new EOFException("The server closed the connection");
      }
      limit += count;
    }
  }

  private int code(int length) throws ProtocolException {
    if (length >= 3) {
      int hundreds = buffer[position] - '0';
      int tens = buffer[position + 1] - '0';
      int ones = buffer[position + 2] - '0';
      if (hundreds >= 2 && hundreds <= 5 && tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9) {
        return hundreds * 100 + tens * 10 + ones;
      }
    }
    throw new ProtocolException("The server's answer is not an SMTP reply");
  }

  private String text(int from, int to) {
    int end = to > from && buffer[to - 1] == '\r' ? to - 1 : to;
    int length = Math.min(end - from, MAX_SHOWN_LINE);
    if (length <= 0) {
      return "";
    }
    var text = new String(buffer, from, length, StandardCharsets.UTF_8);
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return text.replaceAll("\\p{Cntrl}", "?");
      }
    }
    return text;
  }

  /// Called by the watching thread. Cuts at the second look, so that after a pause of the whole
  /// process (SIGSTOP) an answer that lies waiting is still read.
  void cutIfOverdue(long now) {
    long limitOfNow = deadline;
    if (limitOfNow == 0 || now - limitOfNow < 0) {
      return;
    }
    if (seenLate != limitOfNow) {
      seenLate = limitOfNow;
      return;
    }
    overdue = true;
    close();
  }

  private void begin(Duration timeout) {
    long until = System.nanoTime() + timeout.toNanos();
    deadline = until == 0 ? 1 : until;
  }

  private void end() {
    deadline = 0;
  }

  private static SocketTimeoutException timedOut(IOException cause) {
    var timeout = new SocketTimeoutException("The server did not answer in time");
    timeout.initCause(cause);
    return timeout;
  }

  /// Cuts the connection at once; under TLS without a farewell, for a writer may be stuck in it.
  @Override
  public void close() {
    Deadlines.forget(this);
    try {
      raw.close();
    } catch (IOException e) {
      // There is nothing left to lose.
    }
  }
}
