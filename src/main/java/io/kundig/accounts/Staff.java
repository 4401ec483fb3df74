package io.kundig.accounts;

import io.kundig.accounts.Invitations.Invitation;
import io.kundig.accounts.StaffMember.Theme;
import io.kundig.shared.Conflict;
import io.kundig.shared.Ids;
import io.kundig.shared.NotFound;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The people who work here: who they are, how they come and go. Passwords are hashed before a
/// transaction begins.
@Component
class Staff {

  private final StaffStore store;
  private final Invitations invitations;
  private final Sessions sessions;
  private final Passwords passwords;
  private final AuditLog audit;
  private final Clock clock;
  private final TransactionTemplate transaction;

  Staff(
      StaffStore store,
      Invitations invitations,
      Sessions sessions,
      Passwords passwords,
      AuditLog audit,
      Clock clock,
      TransactionTemplate transaction) {
    this.store = store;
    this.invitations = invitations;
    this.sessions = sessions;
    this.passwords = passwords;
    this.audit = audit;
    this.clock = clock;
    this.transaction = transaction;
  }

  boolean ownerExists() {
    return store.ownerExists();
  }

  List<StaffMember> all() {
    return store.all();
  }

  /// The owner of `KUNDIG_ADMIN_EMAIL`, unless there is one already.
  void ensureOwner(String email, String password) {
    if (store.ownerExists()) {
      return;
    }
    String address = StaffMember.normalised(email);
    String name = nameOf(address);
    StaffMember owner = member(name, address, Locale.GERMAN, Actor.Role.OWNER);
    String hash = passwords.hash(password);
    transaction.executeWithoutResult(status -> insert(owner, hash));
  }

  /// `mara.lindqvist@…` is called Mara Lindqvist until she says otherwise.
  static String nameOf(String address) {
    return Arrays.stream(address.replaceFirst("[+@].*", "").split("[._-]+"))
        .filter(part -> !part.isEmpty())
        .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
        .collect(Collectors.joining(" "));
  }

  boolean isOpen(Token link) {
    return invitations.find(link).isPresent();
  }

  /// The address an invitation was for; the owner's names none.
  Optional<String> invitedAs(Token link) {
    return invitations.find(link).map(Invitation::email);
  }

  /// Redeems a link. Empty when it was used before, is too old, or never was one.
  Optional<StaffMember> join(Token link, NewMember request) {
    Invitation invitation = invitations.find(link).orElse(null);
    if (invitation == null) {
      return Optional.empty();
    }
    StaffMember member =
        member(request.name(), request.email(), request.locale(), invitation.role());
    String hash = passwords.hash(request.password());
    return transaction.execute(
        status -> {
          if (!invitations.redeem(link)) {
            return Optional.<StaffMember>empty();
          }
          insert(member, hash);
          return Optional.of(member);
        });
  }

  /// A link for somebody new.
  Token invite(Invitation invitation) {
    return transaction.execute(
        status -> {
          audit.record(
              AuditAction.STAFF_INVITED,
              "staff:" + invitation.email(),
              Map.of("role", new Object[] {null, StaffStore.code(invitation.role())}));
          return invitations.create(invitation);
        });
  }

  StaffMember change(StaffMember before, StaffMember after) {
    transaction.executeWithoutResult(
        status -> {
          store.update(after);
          Map<String, @Nullable Object[]> changes = changes(before, after);
          if (!changes.isEmpty()) {
            audit.record(AuditAction.STAFF_UPDATED, "staff:" + after.id(), changes);
          }
        });
    return after;
  }

  /// Ends all other sessions of this person.
  void changePassword(StaffMember member, String password, Token session) {
    String hash = passwords.hash(password);
    transaction.executeWithoutResult(
        status -> {
          store.changePassword(member.id(), hash);
          sessions.endOthers(member.id(), session);
          audit.record(AuditAction.STAFF_PASSWORD_CHANGED, "staff:" + member.id(), Map.of());
        });
  }

  StaffMember get(UUID id) {
    return store.all().stream()
        .filter(member -> member.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new NotFound("member of staff", id));
  }

  /// Nobody changes or removes an owner this way, nor makes one.
  void remove(UUID id) {
    StaffMember member = get(id);
    refuseOwner(member.role());
    transaction.executeWithoutResult(
        status -> {
          store.delete(id);
          audit.record(
              AuditAction.STAFF_REMOVED,
              "staff:" + id,
              Map.of("name", new Object[] {member.name(), null}));
        });
  }

  static void refuseOwner(Actor.Role role) {
    if (role == Actor.Role.OWNER) {
      throw new AccessDeniedException("owner");
    }
  }

  private StaffMember member(String name, String email, Locale locale, Actor.Role role) {
    return new StaffMember(Ids.random(clock.instant()), name, email, locale, Theme.AUTO, role);
  }

  private void insert(StaffMember member, String hash) {
    if (!store.insert(member, hash, clock.instant())) {
      throw new Conflict("Somebody with the address " + member.email() + " works here already.");
    }
    audit.record(
        member.actor(),
        AuditAction.STAFF_JOINED,
        "staff:" + member.id(),
        Map.of("role", new Object[] {null, StaffStore.code(member.role())}));
  }

  private static Map<String, @Nullable Object[]> changes(StaffMember before, StaffMember after) {
    Map<String, @Nullable Object[]> changes = new LinkedHashMap<>();
    if (!before.name().equals(after.name())) {
      changes.put("name", new @Nullable Object[] {before.name(), after.name()});
    }
    if (before.role() != after.role()) {
      changes.put(
          "role",
          new @Nullable Object[] {StaffStore.code(before.role()), StaffStore.code(after.role())});
    }
    return changes;
  }

  record NewMember(String name, String email, String password, Locale locale) {}
}
