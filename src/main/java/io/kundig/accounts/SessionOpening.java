package io.kundig.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Component;

/// What a browser gets when somebody signs in: a new session and a new CSRF token. A session it had
/// is ended.
@Component
class SessionOpening {

  private final Sessions sessions;
  private final SessionCookie cookie;
  private final CsrfTokenRepository csrfTokens;

  SessionOpening(Sessions sessions, SessionCookie cookie, CsrfTokenRepository csrfTokens) {
    this.sessions = sessions;
    this.cookie = cookie;
    this.csrfTokens = csrfTokens;
  }

  void open(Token session, HttpServletRequest request, HttpServletResponse response) {
    cookie.read(request).ifPresent(sessions::end);
    cookie.set(response, session);
    csrfTokens.saveToken(csrfTokens.generateToken(request), request, response);
  }
}
