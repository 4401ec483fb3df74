package io.kundig.forms;

import io.kundig.messaging.Messaging;
import io.kundig.tracking.TrackedLinks;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// A message in the browser, as it was sent.
@Controller
class BrowserViewController {

  /// No script, no form; links may leave.
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; img-src https: http: data:; form-action 'none';"
          + " base-uri 'none'; frame-ancestors 'none';"
          + " sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

  private final TrackedLinks links;
  private final Messaging messaging;
  private final Pages pages;

  BrowserViewController(TrackedLinks links, Messaging messaging, Pages pages) {
    this.links = links;
    this.messaging = messaging;
    this.pages = pages;
  }

  @GetMapping("/m/{token}")
  ResponseEntity<String> message(@PathVariable String token, HttpServletRequest request) {
    return links
        .verify("m", token)
        .flatMap(key -> messaging.content(key.profileId(), key.messageId()))
        .map(
            content ->
                ResponseEntity.ok()
                    .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                    .cacheControl(CacheControl.noStore())
                    .header("X-Robots-Tag", "noindex, nofollow")
                    .header("Referrer-Policy", "no-referrer")
                    .header("Content-Security-Policy", POLICY)
                    .body(content.html()))
        .orElseGet(() -> pages.invalidLink(request));
  }
}
