package io.kundig.accounts;

import io.kundig.accounts.SessionViews.SessionView;
import io.kundig.shared.Invalid;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Signing in and out, and one's own account.
@RestController
@RequestMapping("/api/v1")
class SessionController {

  private final SignIn signIn;
  private final Sessions sessions;
  private final SessionOpening opening;
  private final SessionCookie cookie;
  private final SessionViews views;
  private final Staff staff;
  private final CurrentUser currentUser;

  SessionController(
      SignIn signIn,
      Sessions sessions,
      SessionOpening opening,
      SessionCookie cookie,
      SessionViews views,
      Staff staff,
      CurrentUser currentUser) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.opening = opening;
    this.cookie = cookie;
    this.views = views;
    this.staff = staff;
    this.currentUser = currentUser;
  }

  @GetMapping("/session")
  SessionView session() {
    return views.of(staff.get(currentUser.staff().id()));
  }

  @PostMapping("/session")
  SessionView signIn(
      @RequestBody Credentials credentials,
      HttpServletRequest request,
      HttpServletResponse response) {
    SignIn.Result result =
        signIn.attempt(
            text(credentials.email), text(credentials.password), request.getRemoteAddr());
    return switch (result) {
      case SignIn.SignedIn(StaffMember member, Token session) -> {
        opening.open(session, request, response);
        yield views.of(member);
      }
      case SignIn.Refused refused ->
          throw Refusals.refusal(
              HttpStatus.UNAUTHORIZED, "wrong-credentials", "Email address or password is wrong.");
      case SignIn.Throttled(var retryAfter) -> throw throttled(retryAfter);
    };
  }

  private static ErrorResponseException throttled(Duration retryAfter) {
    long seconds = retryAfter.toSeconds() + 1;
    ErrorResponseException refusal =
        Refusals.refusal(
            HttpStatus.TOO_MANY_REQUESTS,
            "throttled",
            "Too many tries. Wait " + seconds + " seconds and try again.");
    refusal.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    return refusal;
  }

  @DeleteMapping("/session")
  ResponseEntity<Void> signOut(HttpServletRequest request, HttpServletResponse response) {
    cookie.read(request).ifPresent(sessions::end);
    cookie.clear(response);
    return ResponseEntity.noContent().build();
  }

  @PatchMapping("/account")
  User change(@RequestBody AccountChange change, HttpServletRequest request) {
    StaffMember before = staff.get(currentUser.staff().id());
    StaffMember after =
        new StaffMember(
            before.id(),
            Optional.ofNullable(change.name).map(StaffForm::name).orElse(before.name()),
            before.email(),
            Optional.ofNullable(change.locale).map(StaffForm::locale).orElse(before.locale()),
            Optional.ofNullable(change.theme).map(StaffForm::theme).orElse(before.theme()),
            before.role());
    if (change.newPassword != null) {
      changePassword(before, change, request);
    }
    return User.of(staff.change(before, after));
  }

  private void changePassword(
      StaffMember member, AccountChange change, HttpServletRequest request) {
    String password = StaffForm.password(change.newPassword, member.email());
    if (!signIn.confirms(member, text(change.currentPassword))) {
      throw new Invalid(
          "currentPassword",
          "The present password is not right.",
          "Type it again; after five wrong tries wait half a minute.");
    }
    staff.changePassword(member, password, cookie.read(request).orElseThrow());
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  record Credentials(@Nullable String email, @Nullable String password) {}

  record AccountChange(
      @Nullable String name,
      @Nullable String locale,
      @Nullable String theme,
      @Nullable String currentPassword,
      @Nullable String newPassword) {}
}
