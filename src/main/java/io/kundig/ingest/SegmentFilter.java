package io.kundig.ingest;

import io.kundig.ingest.SegmentRequests.Answer;
import io.kundig.ingest.SegmentRequests.Call;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/v1/…` for browsers and servers. In front of all other filters, since it needs none of them:
/// nothing here goes by cookie or session.
class SegmentFilter extends HttpFilter {

  private static final Logger log = LoggerFactory.getLogger(SegmentFilter.class);

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("/v1/track", "track"),
          Map.entry("/v1/identify", "identify"),
          Map.entry("/v1/page", "page"),
          Map.entry("/v1/screen", "screen"),
          Map.entry("/v1/group", "group"),
          Map.entry("/v1/alias", "alias"),
          Map.entry("/v1/batch", "batch"),
          Map.entry("/v1/import", "batch"),
          Map.entry("/v1/t", "track"),
          Map.entry("/v1/i", "identify"),
          Map.entry("/v1/p", "page"),
          Map.entry("/v1/s", "screen"),
          Map.entry("/v1/g", "group"),
          Map.entry("/v1/a", "alias"),
          Map.entry("/v1/b", "batch"));

  /// Read, not sent: [BrowserLibraryController].
  private static final String SETTINGS = "/v1/projects/";

  private final transient SegmentRequests requests;

  SegmentFilter(SegmentRequests requests) {
    this.requests = requests;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getRequestURI().startsWith(SETTINGS)) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Access-Control-Allow-Origin", "*");
    if (request.getMethod().equals("OPTIONS")) {
      allowAnyCall(response);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    write(response, answer(request));
  }

  private static void allowAnyCall(HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Methods", "POST");
    // Libraries add headers of their own; `*` alone would leave out the key's.
    response.setHeader("Access-Control-Allow-Headers", "*, authorization");
    response.setHeader("Access-Control-Max-Age", "86400");
  }

  private Answer answer(HttpServletRequest request) throws IOException {
    String path = request.getRequestURI();
    String type = TYPES.get(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    if (type == null) {
      return Answer.refused(
          404, "unknown_path", "There are identify, track, page, screen, group, alias and batch.");
    }
    if (!request.getMethod().equals("POST")) {
      return Answer.refused(405, "method", "Send it with POST.");
    }
    int limit = type.equals("batch") ? SegmentRequests.LARGEST_BATCH : SegmentRequests.LARGEST_CALL;
    try {
      byte[] body = body(request, limit);
      return requests.answer(
          new Call(
              type,
              body,
              body.length,
              request.getHeader("Authorization"),
              request.getHeader("User-Agent")));
    } catch (ZipException | EOFException e) {
      return Answer.refused(400, "invalid_body", "The body is no complete gzip: " + e.getMessage());
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("a tracking call failed");
      return Answer.refused(
          500, "unexpected", "Something went wrong here. The log has the details.");
    }
  }

  /// At most one byte more than allowed, packed or not.
  private static byte[] body(HttpServletRequest request, int limit) throws IOException {
    boolean packed = "gzip".equalsIgnoreCase(request.getHeader("Content-Encoding"));
    InputStream in = request.getInputStream();
    return (packed ? new GZIPInputStream(in) : in).readNBytes(limit + 1);
  }

  private static void write(HttpServletResponse response, Answer answer) throws IOException {
    byte[] json = answer.json().getBytes(StandardCharsets.UTF_8);
    response.setStatus(answer.status());
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentType("application/json");
    response.setContentLength(json.length);
    if (answer.retryAfter() > 0) {
      response.setHeader("Retry-After", Integer.toString(answer.retryAfter()));
    }
    response.getOutputStream().write(json);
  }
}
