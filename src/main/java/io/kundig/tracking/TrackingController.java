package io.kundig.tracking;

import io.kundig.platform.ClientAddress;
import io.kundig.tracking.TrackedLinks.Click;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// The redirect and the pixel. Whatever happens to the counting, people get where they wanted.
@Controller
class TrackingController {

  private static final Logger log = LoggerFactory.getLogger(TrackingController.class);

  private static final byte[] PIXEL =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

  private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private final TrackedLinks links;
  private final Touches touches;
  private final Bursts bursts;

  TrackingController(TrackedLinks links, Touches touches, Bursts bursts) {
    this.links = links;
    this.touches = touches;
    this.bursts = bursts;
  }

  @GetMapping("/t/c/{token}")
  ResponseEntity<String> click(@PathVariable String token, HttpServletRequest request) {
    Optional<Click> click = links.click(token);
    if (click.isEmpty()) {
      return ResponseEntity.status(HttpStatus.NOT_FOUND)
          .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
          .header("X-Robots-Tag", "noindex")
          .body("Dieser Link ist unvollständig. / This link is incomplete.\n");
    }
    if (isGet(request)) {
      count(
          () ->
              touches.clicked(
                  click.get().message(),
                  click.get().target(),
                  visitor(click.get(), request),
                  agent(request)));
    }
    return ResponseEntity.status(HttpStatus.FOUND)
        .header(HttpHeaders.LOCATION, inAscii(click.get().target()))
        .cacheControl(CacheControl.noStore())
        .header("Referrer-Policy", "no-referrer")
        .header("X-Robots-Tag", "noindex")
        .build();
  }

  private Visitor visitor(Click click, HttpServletRequest request) {
    boolean burst = bursts.clicked(click.message().messageId(), click.target());
    Visitor visitor = Visitor.of(request, ClientAddress.of(request));
    return burst && visitor == Visitor.PERSON ? Visitor.BOT : visitor;
  }

  /// The picture comes for every token, so that a mail never shows a broken one.
  @GetMapping("/t/o/{token}.gif")
  ResponseEntity<byte[]> open(@PathVariable String token, HttpServletRequest request) {
    if (isGet(request)) {
      links
          .verify("o", token)
          .ifPresent(
              message ->
                  count(
                      () ->
                          touches.opened(
                              message,
                              Visitor.of(request, ClientAddress.of(request)),
                              agent(request))));
    }
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_GIF)
        .cacheControl(CacheControl.noStore())
        .header("X-Robots-Tag", "noindex")
        .body(PIXEL);
  }

  private static boolean isGet(HttpServletRequest request) {
    return request.getMethod().equals("GET");
  }

  private static String agent(HttpServletRequest request) {
    String agent = request.getHeader(HttpHeaders.USER_AGENT);
    return agent == null ? "" : agent;
  }

  private static void count(Runnable counting) {
    try {
      counting.run();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("an open or click was not counted");
    }
  }

  /// A header line holds ASCII only, and no line break; a lone `%` would make the address
  /// unreadable.
  static String inAscii(String target) {
    boolean strayPercent = STRAY_PERCENT.matcher(target).find();
    StringBuilder ascii = new StringBuilder(target.length() + 16);
    for (byte b : target.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > ' ' && b < 127 && "\"<>\\^`{|}[]".indexOf(b) < 0;
      boolean secondFragment = b == '#' && ascii.indexOf("#") >= 0;
      if (plain && !secondFragment && !(b == '%' && strayPercent)) {
        ascii.append((char) b);
      } else {
        ascii.append("%%%02X".formatted(b & 0xFF));
      }
    }
    return ascii.toString();
  }
}
