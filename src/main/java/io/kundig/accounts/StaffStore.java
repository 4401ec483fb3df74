package io.kundig.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class StaffStore {

  private final JdbcClient jdbc;

  StaffStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  boolean ownerExists() {
    return jdbc.sql("select exists (select from accounts.staff where role = 'owner')")
        .query(Boolean.class)
        .single();
  }

  /// Whether the address was still free.
  boolean insert(StaffMember member, String passwordHash, Instant at) {
    return jdbc.sql(
                """
                insert into accounts.staff (id, name, email, password_hash, role, locale, theme, created_at)
                values (:id, :name, :email, :hash, :role, :locale, :theme, :at)
                on conflict (email) do nothing
                """)
            .param("id", member.id())
            .param("name", member.name())
            .param("email", member.email())
            .param("hash", passwordHash)
            .param("role", code(member.role()))
            .param("locale", member.locale().toLanguageTag())
            .param("theme", code(member.theme()))
            .param("at", at.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  List<StaffMember> all() {
    return jdbc.sql(
            """
            select id, name, email, role, locale, theme
            from accounts.staff
            order by lower(name), id
            """)
        .query((row, number) -> member(row, "id"))
        .list();
  }

  Optional<WithPassword> byEmail(String email) {
    return jdbc.sql(
            """
            select id, name, email, role, locale, theme, password_hash
            from accounts.staff
            where email = :email
            """)
        .param("email", email)
        .query((row, number) -> new WithPassword(member(row, "id"), row.getString("password_hash")))
        .optional();
  }

  void update(StaffMember member) {
    jdbc.sql(
            """
            update accounts.staff
            set name = :name, locale = :locale, theme = :theme, role = :role
            where id = :id
            """)
        .param("name", member.name())
        .param("locale", member.locale().toLanguageTag())
        .param("theme", code(member.theme()))
        .param("role", code(member.role()))
        .param("id", member.id())
        .update();
  }

  void changePassword(UUID id, String passwordHash) {
    jdbc.sql("update accounts.staff set password_hash = :hash where id = :id")
        .param("hash", passwordHash)
        .param("id", id)
        .update();
  }

  void delete(UUID id) {
    jdbc.sql("delete from accounts.staff where id = :id").param("id", id).update();
  }

  static StaffMember member(ResultSet row, String idColumn) throws SQLException {
    return new StaffMember(
        row.getObject(idColumn, UUID.class),
        row.getString("name"),
        row.getString("email"),
        Locale.forLanguageTag(row.getString("locale")),
        StaffMember.Theme.valueOf(row.getString("theme").toUpperCase(Locale.ROOT)),
        Actor.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)));
  }

  static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  record WithPassword(StaffMember member, String passwordHash) {}
}
