package io.kundig.events;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// The names of what happens, as small numbers. They are few and never change, so they are kept in
/// memory.
@Component
class Metrics {

  private final JdbcClient jdbc;
  private final TransactionTemplate own;
  private final Map<String, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, String> names = new ConcurrentHashMap<>();

  Metrics(JdbcClient jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.own = new TransactionTemplate(transactions);
    this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /// Unknown names are added, in a transaction of their own.
  Map<String, Integer> ids(Collection<String> wanted) {
    TreeSet<String> missing = new TreeSet<>();
    for (String name : wanted) {
      if (!ids.containsKey(name)) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      add(missing);
    }
    return ids;
  }

  private void add(TreeSet<String> missing) {
    own.executeWithoutResult(
        _ -> {
          jdbc.sql(
                  """
                  insert into events.metric (name)
                  select n from unnest(:names::text[]) as n order by n
                  on conflict (name) do nothing
                  """)
              .param("names", missing.toArray(String[]::new))
              .update();
          remember("select metric_id, name from events.metric where name = any(:names)", missing);
        });
  }

  /// The ids of those that have ever happened.
  Map<String, Integer> known(Collection<String> wanted) {
    Map<String, Integer> found = new HashMap<>();
    TreeSet<String> missing = new TreeSet<>(wanted);
    missing.removeAll(ids.keySet());
    if (!missing.isEmpty()) {
      remember("select metric_id, name from events.metric where name = any(:names)", missing);
    }
    for (String name : wanted) {
      Integer id = ids.get(name);
      if (id != null) {
        found.put(name, id);
      }
    }
    return found;
  }

  String name(int id) {
    String name = names.get(id);
    if (name == null) {
      name =
          jdbc.sql("select name from events.metric where metric_id = :id")
              .param("id", id)
              .query(String.class)
              .single();
      names.put(id, name);
    }
    return name;
  }

  private void remember(String sql, TreeSet<String> wanted) {
    jdbc.sql(sql)
        .param("names", wanted.toArray(String[]::new))
        .query(
            row -> {
              ids.put(row.getString(2), row.getInt(1));
              names.put(row.getInt(1), row.getString(2));
            });
  }
}
