package io.kundig.accounts;

import io.kundig.platform.BaseUrl;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/// The cookie that carries a session's token. No script can read it, no other site's form sends it.
@Component
class SessionCookie {

  static final String NAME = "kundig_session";

  private final BaseUrl baseUrl;

  SessionCookie(BaseUrl baseUrl) {
    this.baseUrl = baseUrl;
  }

  Optional<Token> read(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return Optional.empty();
    }
    return Arrays.stream(cookies)
        .filter(cookie -> NAME.equals(cookie.getName()))
        .map(cookie -> new Token(cookie.getValue()))
        .findFirst();
  }

  void set(HttpServletResponse response, Token token) {
    response.addHeader(HttpHeaders.SET_COOKIE, cookie(token.text(), Sessions.LONGEST));
  }

  void clear(HttpServletResponse response) {
    response.addHeader(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO));
  }

  private String cookie(String value, Duration age) {
    return ResponseCookie.from(NAME, value)
        .path("/")
        .httpOnly(true)
        .sameSite("Lax")
        .secure(baseUrl.isHttps())
        .maxAge(age)
        .build()
        .toString();
  }
}
