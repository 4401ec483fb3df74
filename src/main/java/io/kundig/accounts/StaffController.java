package io.kundig.accounts;

import io.kundig.accounts.Invitations.Invitation;
import io.kundig.platform.BaseUrl;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/staff")
class StaffController {

  private final Staff staff;
  private final BaseUrl baseUrl;

  StaffController(Staff staff, BaseUrl baseUrl) {
    this.staff = staff;
    this.baseUrl = baseUrl;
  }

  @GetMapping
  StaffList all() {
    return new StaffList(staff.all().stream().map(User::of).toList());
  }

  /// Makes a one-time link to pass on to somebody new.
  @PostMapping("/invitations")
  @ResponseStatus(HttpStatus.CREATED)
  InvitationView invite(@RequestBody InvitationRequest request) {
    Invitation invitation =
        new Invitation(
            StaffForm.role(request.role),
            StaffForm.name(request.name),
            StaffForm.email(request.email));
    return new InvitationView(baseUrl.get() + "/setup?token=" + staff.invite(invitation).text());
  }

  @PatchMapping("/{id}")
  User changeRole(@PathVariable UUID id, @RequestBody RoleRequest request) {
    StaffMember before = staff.get(id);
    Staff.refuseOwner(before.role());
    StaffMember after =
        new StaffMember(
            before.id(),
            before.name(),
            before.email(),
            before.locale(),
            before.theme(),
            StaffForm.role(request.role));
    return User.of(staff.change(before, after));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable UUID id) {
    staff.remove(id);
  }

  record StaffList(List<User> items) {}

  record InvitationRequest(@Nullable String name, @Nullable String email, @Nullable String role) {}

  /// @param link valid once, for 24 hours
  @io.swagger.v3.oas.annotations.media.Schema(name = "Invitation")
  record InvitationView(String link) {}

  record RoleRequest(@Nullable String role) {}
}
