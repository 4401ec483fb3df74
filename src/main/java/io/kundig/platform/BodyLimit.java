package io.kundig.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses bodies that nothing here needs, before anybody reads them into memory or onto the disk:
/// most of our pages are open to everybody. Uploads are the exception, and only for those who show
/// a session or a key; whether those are good is found out later.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class BodyLimit extends OncePerRequestFilter {

  static final int MOST_BYTES = 4 << 20;

  private static final String UPLOADS = "/api/v1/imports";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long length = request.getContentLengthLong();
    boolean unknown = length < 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    if (isUpload(request)) {
      chain.doFilter(request, response);
    } else if (length > MOST_BYTES || unknown && isMultipart(request)) {
      refuse(response);
    } else {
      chain.doFilter(unknown ? new Capped(request) : request, response);
    }
  }

  private static boolean isUpload(HttpServletRequest request) {
    return request.getRequestURI().equals(UPLOADS)
        && isMultipart(request)
        && (request.getCookies() != null || request.getHeader(HttpHeaders.AUTHORIZATION) != null);
  }

  private static boolean isMultipart(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.regionMatches(true, 0, "multipart/", 0, "multipart/".length());
  }

  private static void refuse(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
    response.setHeader(HttpHeaders.CONNECTION, "close");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getWriter()
        .write(
            """
            {"type":"urn:kundig:problem:too-large","title":"Content Too Large","status":413,
            "detail":"A request may have %d MB here, and must say its length where it holds files."}
            """
                .formatted(MOST_BYTES >> 20));
  }

  /// A request that does not say how much comes.
  private static final class Capped extends HttpServletRequestWrapper {

    Capped(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new CappedStream(super.getInputStream());
    }
  }

  private static final class CappedStream extends ServletInputStream {

    private final ServletInputStream in;
    private int left = MOST_BYTES;

    CappedStream(ServletInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      return counted(read, read < 0 ? 0 : 1);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      return counted(read, Math.max(0, read));
    }

    private int counted(int read, int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new IOException("more than " + MOST_BYTES + " bytes");
      }
      return read;
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
