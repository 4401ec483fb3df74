package io.kundig.accounts;

import java.util.Optional;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/// Who the request being served comes from.
@Component
public class CurrentUser {

  /// Nobody in background work and on public pages.
  public Optional<Actor> get() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication instanceof Access access ? Optional.of(access.actor()) : Optional.empty();
  }

  /// The member of staff who is signed in.
  ///
  /// @throws AccessDeniedException if it is a key or nobody, answered as 403
  public Actor.Staff staff() {
    if (get().orElse(null) instanceof Actor.Staff staff) {
      return staff;
    }
    throw new AccessDeniedException("This needs a person who is signed in; a key will not do.");
  }
}
