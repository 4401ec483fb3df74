package io.kundig.accounts;

import io.kundig.accounts.Staff.NewMember;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The first person, and those invited later: from a one-time link to being signed in.
@RestController
@RequestMapping("/api/v1/setup")
class SetupController {

  private final Staff staff;
  private final Sessions sessions;
  private final SessionOpening opening;

  SetupController(Staff staff, Sessions sessions, SessionOpening opening) {
    this.staff = staff;
    this.sessions = sessions;
    this.opening = opening;
  }

  @GetMapping
  SetupView state() {
    boolean ownerExists = staff.ownerExists();
    return new SetupView(!ownerExists, ownerExists);
  }

  /// The owner says who they are; a member of staff who was invited too, but keeps the invitation's
  /// address.
  @PostMapping({"/owner", "/staff"})
  @ResponseStatus(HttpStatus.CREATED)
  User join(
      @RequestBody SetupRequest body, HttpServletRequest request, HttpServletResponse response) {
    Token link = new Token(body.token == null ? "" : body.token);
    Optional<StaffMember> member = Optional.empty();
    if (staff.isOpen(link)) {
      String email = staff.invitedAs(link).orElseGet(() -> StaffForm.email(body.email));
      NewMember wanted =
          new NewMember(
              StaffForm.name(body.name),
              email,
              StaffForm.password(body.password, email),
              StaffForm.locale(body.locale));
      member = staff.join(link, wanted);
    }
    StaffMember joined = member.orElseThrow(SetupController::linkUsed);
    opening.open(sessions.begin(joined.id()), request, response);
    return User.of(joined);
  }

  private static ErrorResponseException linkUsed() {
    return Refusals.refusal(
        HttpStatus.GONE,
        "link-used",
        "This link was used before or is older than 24 hours. For the owner a restart of the server prints a new one; others ask for another invitation.");
  }

  /// @param firstRun whether the owner has still to be made
  @io.swagger.v3.oas.annotations.media.Schema(name = "Setup")
  record SetupView(boolean firstRun, boolean ownerExists) {}

  /// @param email not needed where the invitation names one
  record SetupRequest(
      @Nullable String token,
      @Nullable String name,
      @Nullable String email,
      @Nullable String password,
      @Nullable String locale) {}
}
