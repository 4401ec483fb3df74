package io.kundig.accounts;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/// Spring Security's view of an [Actor]: the role of staff, or `KEY`.
final class Access extends AbstractAuthenticationToken {

  static final String KEY = "KEY";

  private final transient Actor actor;

  Access(Actor actor) {
    super(List.of(new SimpleGrantedAuthority("ROLE_" + role(actor))));
    this.actor = actor;
    setAuthenticated(true);
  }

  Actor actor() {
    return actor;
  }

  @Override
  public Object getPrincipal() {
    return actor;
  }

  @Override
  public String getCredentials() {
    return "";
  }

  private static String role(Actor actor) {
    return switch (actor) {
      case Actor.Staff staff -> staff.role().name();
      case Actor.Key key -> KEY;
    };
  }
}
