package io.kundig.accounts;

import io.kundig.accounts.FirstAnswers.Answer;
import io.kundig.accounts.FirstAnswers.Answered;
import io.kundig.accounts.FirstAnswers.Claimed;
import io.kundig.accounts.FirstAnswers.Interrupted;
import io.kundig.accounts.FirstAnswers.OtherRequest;
import io.kundig.accounts.FirstAnswers.Running;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/// A POST with an `Idempotency-Key` takes effect once: a repeat within 24 hours gets the first
/// answer. Keys belong to who sent them. Runs after authorisation, so a refused request uses none
/// up.
final class IdempotencyFilter extends OncePerRequestFilter {

  static final String HEADER = "Idempotency-Key";
  static final String REPLAYED = "Idempotent-Replayed";

  private static final int LONGEST_KEY = 255;
  private static final List<String> KEPT_HEADERS =
      List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION);

  private final FirstAnswers firstAnswers;
  private final Refusals refusals;

  IdempotencyFilter(FirstAnswers firstAnswers, Refusals refusals) {
    this.firstAnswers = firstAnswers;
    this.refusals = refusals;
  }

  /// Signing in creates nothing, and its answer is a cookie.
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getMethod().equals("POST")
        || request.getHeader(HEADER) == null
        || AccessConfiguration.isPublic(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String given = request.getHeader(HEADER);
    if (given.isBlank() || given.length() > LONGEST_KEY) {
      refusals.answer(
          response,
          HttpStatus.BAD_REQUEST,
          "idempotency-key",
          "An Idempotency-Key has 1 to 255 characters; a random UUID is good.");
      return;
    }
    byte[] key = keyOf(request, given);
    HttpServletRequest readable = RepeatableRequest.of(request);
    switch (firstAnswers.claim(key, requestOf(readable))) {
      case Claimed claimed -> answerFirst(key, readable, response, chain);
      case Answered(Answer answer) -> answerAgain(answer, response);
      case OtherRequest other ->
          refusals.answer(
              response,
              HttpStatus.UNPROCESSABLE_CONTENT,
              "idempotency-key-reused",
              "This Idempotency-Key was used with another request. Take a new one.");
      case Running running -> {
        response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        refusals.answer(
            response,
            HttpStatus.CONFLICT,
            "still-running",
            "The first request with this Idempotency-Key is still being worked on. Ask again in a moment.");
      }
      case Interrupted interrupted ->
          refusals.answer(
              response,
              HttpStatus.CONFLICT,
              "outcome-unknown",
              "The first request with this Idempotency-Key was interrupted. Look whether it took effect; if not, repeat it with a new key.");
    }
  }

  private void answerFirst(
      byte[] key, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
    boolean kept = false;
    try {
      chain.doFilter(request, answer);
      if (answer.getStatus() < 300) {
        firstAnswers.keep(
            key, new Answer(answer.getStatus(), headersOf(answer), answer.getContentAsByteArray()));
        kept = true;
      }
    } finally {
      if (!kept) {
        firstAnswers.release(key);
      }
      answer.copyBodyToResponse();
    }
  }

  private static void answerAgain(Answer answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setHeader(REPLAYED, "true");
    response.getOutputStream().write(answer.body());
  }

  private static Map<String, String> headersOf(HttpServletResponse response) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : KEPT_HEADERS) {
      String value =
          name.equals(HttpHeaders.CONTENT_TYPE)
              ? response.getContentType()
              : response.getHeader(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    return headers;
  }

  private static byte[] keyOf(HttpServletRequest request, String given) {
    Access access = (Access) SecurityContextHolder.getContext().getAuthentication();
    String actor = access == null ? "" : access.actor().id().toString();
    MessageDigest digest = Token.sha256();
    digest.update(
        (actor + "\n" + request.getRequestURI() + "\n" + given).getBytes(StandardCharsets.UTF_8));
    return digest.digest();
  }

  private static byte[] requestOf(HttpServletRequest request) throws IOException {
    MessageDigest digest = Token.sha256();
    digest.update(
        (String.valueOf(request.getQueryString()) + "\n").getBytes(StandardCharsets.UTF_8));
    if (request instanceof RepeatableRequest repeatable) {
      digest.update(repeatable.body());
    } else {
      digest.update(Long.toString(request.getContentLengthLong()).getBytes(StandardCharsets.UTF_8));
    }
    return digest.digest();
  }
}
