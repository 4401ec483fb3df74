package io.kundig.accounts;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/// Finds out who is asking: by secret key if one is given, else by session cookie. A wrong key is
/// refused, never replaced by the cookie, since requests with a key need no CSRF token.
final class AccessFilter extends OncePerRequestFilter {

  private static final String BEARER = "Bearer ";

  private final ApiKeys apiKeys;
  private final Sessions sessions;
  private final SessionCookie cookie;
  private final Refusals refusals;

  AccessFilter(ApiKeys apiKeys, Sessions sessions, SessionCookie cookie, Refusals refusals) {
    this.apiKeys = apiKeys;
    this.sessions = sessions;
    this.cookie = cookie;
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (hasKeyInUrl(request)) {
      refusals.keyInUrl(response);
      return;
    }
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    Optional<Actor> actor =
        authorization == null ? bySession(request) : byKey(authorization).map(Actor.class::cast);
    if (authorization != null && actor.isEmpty()) {
      refusals.wrongKey(response);
      return;
    }
    actor.ifPresent(
        known -> SecurityContextHolder.setContext(new SecurityContextImpl(new Access(known))));
    chain.doFilter(request, response);
  }

  /// URLs end up in logs, histories and referrers. A key there is as good as published.
  private boolean hasKeyInUrl(HttpServletRequest request) {
    String query = request.getQueryString();
    return query != null && query.contains("=" + ApiKeys.PREFIX);
  }

  private Optional<Actor.Key> byKey(String authorization) {
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.empty();
    }
    return apiKeys
        .authenticate(authorization.substring(BEARER.length()).strip())
        .map(key -> new Actor.Key(key.id(), key.name()));
  }

  private Optional<Actor> bySession(HttpServletRequest request) {
    return cookie.read(request).flatMap(sessions::find).map(StaffMember::actor);
  }
}
