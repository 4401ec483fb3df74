package io.kundig.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.json.JsonMapper;

/// Answers what may not be done, as a problem (RFC 9457) with its remedy.
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

  private final JsonMapper json;

  Refusals(JsonMapper json) {
    this.json = json;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
      throws IOException {
    notSignedIn(response);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
      throws IOException {
    boolean known = SecurityContextHolder.getContext().getAuthentication() instanceof Access;
    if (e instanceof CsrfException && (known || AccessConfiguration.isPublic(request))) {
      answer(
          response,
          HttpStatus.FORBIDDEN,
          "csrf",
          "The request lacks the X-XSRF-TOKEN header with the value of the XSRF-TOKEN cookie. Reload the page.");
    } else if (!known) {
      notSignedIn(response);
    } else {
      answer(
          response,
          HttpStatus.FORBIDDEN,
          "forbidden",
          "Your role does not allow this. An owner or admin can do it or change your role.");
    }
  }

  void wrongKey(HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
    answer(
        response,
        HttpStatus.UNAUTHORIZED,
        "wrong-key",
        "The Authorization header holds no valid secret key. It must be: Bearer kk_… (Settings → Keys).");
  }

  void keyInUrl(HttpServletResponse response) throws IOException {
    answer(
        response,
        HttpStatus.BAD_REQUEST,
        "key-in-url",
        "A secret key must not stand in a URL, where logs and histories keep it. Revoke this one and send the new one as Authorization: Bearer.");
  }

  /// For controllers, to be thrown.
  static ErrorResponseException refusal(HttpStatus status, String type, String detail) {
    return new ErrorResponseException(status, problem(status, type, detail), null);
  }

  void answer(HttpServletResponse response, HttpStatus status, String type, String detail)
      throws IOException {
    ProblemDetail problem = problem(status, type, detail);
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), problem);
  }

  private void notSignedIn(HttpServletResponse response) throws IOException {
    answer(
        response,
        HttpStatus.UNAUTHORIZED,
        "not-signed-in",
        "Sign in, or send a secret key as Authorization: Bearer kk_….");
  }

  private static ProblemDetail problem(HttpStatus status, String type, String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(URI.create("urn:kundig:problem:" + type));
    problem.setTitle(status.getReasonPhrase());
    return problem;
  }
}
