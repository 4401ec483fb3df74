package io.kundig.tracking;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/// Who follows a link or loads a pixel: a person, a machine that checks mails, or a mail program
/// that loads everything beforehand.
enum Visitor {
  PERSON,
  BOT,
  PREFETCH;

  /// Words in the user agents of link scanners, monitors, libraries and crawlers, lower case.
  private static final List<String> MACHINES =
      List.of(
          "bot",
          "crawl",
          "spider",
          "slurp",
          "scan",
          "preview",
          "monitor",
          "fetch",
          "headless",
          "phantomjs",
          "curl/",
          "wget/",
          "python",
          "java/",
          "okhttp",
          "go-http-client",
          "libwww",
          "httpclient",
          "axios",
          "node-fetch",
          "ruby",
          "perl",
          "php/",
          "barracuda",
          "mimecast",
          "proofpoint",
          "urldefense",
          "safelinks",
          "trendmicro",
          "trend micro",
          "symantec",
          "messagelabs",
          "fireeye",
          "trustwave",
          "sophos",
          "forcepoint",
          "ironport",
          "zscaler",
          "cloudmark",
          "bitdefender",
          "kaspersky",
          "virustotal",
          "paloalto",
          "facebookexternalhit",
          "whatsapp/",
          "skypeuripreview",
          "ms-office",
          "microsoft office",
          "bingpreview");

  /// A maker of telephones whose name ends in `bot`.
  private static final String PHONE_BRAND = "cubot";

  /// What Apple's Mail Privacy Protection calls itself, and nothing else does.
  private static final String APPLE_PROXY = "Mozilla/5.0";

  static Visitor of(HttpServletRequest request, String address) {
    String agent = request.getHeader(HttpHeaders.USER_AGENT);
    if (isPrefetch(request.getHeader("Sec-Purpose"))
        || isPrefetch(request.getHeader("Purpose"))
        || isPrefetch(request.getHeader("X-Purpose"))
        || isPrefetch(request.getHeader("X-Moz"))) {
      return PREFETCH;
    }
    if (agent == null || agent.isBlank()) {
      return BOT;
    }
    if (agent.strip().equals(APPLE_PROXY) || address.startsWith("17.")) {
      return PREFETCH;
    }
    String lower = agent.toLowerCase(Locale.ROOT).replace(PHONE_BRAND, "");
    return MACHINES.stream().anyMatch(lower::contains) ? BOT : PERSON;
  }

  private static boolean isPrefetch(@Nullable String header) {
    if (header == null) {
      return false;
    }
    String lower = header.toLowerCase(Locale.ROOT);
    return lower.contains("prefetch") || lower.contains("preview");
  }
}
