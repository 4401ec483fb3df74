package io.kundig.segments;

import io.kundig.platform.UuidArray;
import io.kundig.profiles.Erasure;
import io.kundig.profiles.ErasureParticipant;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.MergeParticipant;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfileWatcher;
import io.kundig.profiles.ProfilesMerged;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Notes who has to be judged again although the log does not say so, in the transaction that
/// changes them. Costs one statement that writes nothing while nobody uses segments.
@Component
class TouchedProfiles implements ProfileWatcher, MergeParticipant, ErasureParticipant {

  private final JdbcClient jdbc;
  private final Wake wake;

  TouchedProfiles(JdbcClient jdbc, Wake wake) {
    this.jdbc = jdbc;
    this.wake = wake;
  }

  @Override
  public void changed(Collection<ProfileId> people) {
    note(people.stream().map(ProfileId::value).distinct().toList(), false);
  }

  @Override
  public void changed(Identifier identifier) {
    wakeIf(
        jdbc.sql(
                """
                insert into segments.touched (profile_id, rebuild)
                select o.profile_id, false from profiles.identifier_owner o, segments.engine e
                where o.ident = :ident and e.wanted_at is not null
                """)
            .param("ident", identifier.key())
            .update());
  }

  /// All who are on a list.
  void changedOnList(UUID list) {
    wakeIf(
        jdbc.sql(
                """
                insert into segments.touched (profile_id, rebuild)
                select m.profile_id, false from segments.list_member m, segments.engine e
                where m.list_id = :list and e.wanted_at is not null
                """)
            .param("list", list)
            .update());
  }

  /// Both pasts are one now: the survivor's is read again, the other's is forgotten.
  @Override
  public void move(List<ProfilesMerged> merges) {
    note(
        merges.stream()
            .flatMap(merge -> Stream.of(merge.from().value(), merge.into().value()))
            .distinct()
            .toList(),
        true);
  }

  @Override
  public void erase(Erasure person) {
    jdbc.sql(
            """
            update segments.profile_facts set events = '', state = '', built = false
            where profile_id = any(:ids)
            """)
        .param("ids", person.idArray())
        .update();
    note(person.ids().stream().map(ProfileId::value).toList(), true);
  }

  private void note(Collection<UUID> people, boolean rebuild) {
    wakeIf(
        jdbc.sql(
                """
                insert into segments.touched (profile_id, rebuild)
                select p, :rebuild from segments.engine e, unnest(:people) as p
                where e.wanted_at is not null
                """)
            .param("rebuild", rebuild)
            .param("people", UuidArray.of(people))
            .update());
  }

  private void wakeIf(int noted) {
    if (noted > 0) {
      wake.afterCommit();
    }
  }
}
