package io.kundig.segments;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The SQL of moments found for everybody at once: a row for 4,096 people, where a row for each
/// would take longer than judging them. Moments are kept to the second and may be early, never
/// late.
@Repository
class TurnStore {

  private static final long EPOCH = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
  private static final long NONE = 0xFFFF_FFFFL;
  private static final int BYTES = MemberStore.CHUNK * Integer.BYTES;

  private final JdbcClient jdbc;

  TurnStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// A moment at which somebody is to be looked at.
  record Due(int ord, long second) {
    private int chunk() {
      return ord / MemberStore.CHUNK;
    }

    private int place() {
      return ord % MemberStore.CHUNK;
    }
  }

  /// Lets people of a chunk be looked at earlier than they would.
  ///
  /// @param turns Unix milliseconds by ord
  void hasten(int chunk, Map<Integer, Long> turns) {
    if (turns.isEmpty()) {
      return;
    }
    jdbc.sql(
            "insert into segments.turns (chunk, seconds) values (:chunk, :none) on conflict (chunk) do nothing")
        .param("chunk", chunk)
        .param("none", none())
        .update();
    Map<Integer, ByteBuffer> row = lock(List.of(chunk));
    ByteBuffer seconds = Objects.requireNonNull(row.get(chunk));
    turns.forEach(
        (ord, turn) -> {
          int at = ord % MemberStore.CHUNK * Integer.BYTES;
          long second = Math.clamp(turn / 1000 - EPOCH, 0, NONE);
          seconds.putInt(at, (int) Math.min(second, seconds.getInt(at) & NONE));
        });
    write(row);
  }

  /// The earliest, without locks.
  List<Due> due(Instant now, int limit) {
    List<Due> due = new ArrayList<>();
    jdbc.sql(
            "select chunk, seconds from segments.turns where next_at <= :now order by next_at limit 2")
        .param("now", FactsStore.utc(now))
        .query(
            row -> {
              int first = row.getInt(1) * MemberStore.CHUNK;
              ByteBuffer seconds = ByteBuffer.wrap(row.getBytes(2));
              for (int i = 0; i < MemberStore.CHUNK && due.size() < limit; i++) {
                long second = seconds.getInt(i * Integer.BYTES) & NONE;
                if (second <= now.getEpochSecond() - EPOCH) {
                  due.add(new Due(first + i, second));
                }
              }
            });
    return due;
  }

  /// Forgets those that were brought, unless another moment was put down meanwhile.
  void done(Collection<Due> done) {
    if (done.isEmpty()) {
      return;
    }
    Map<Integer, List<Due>> byChunk =
        done.stream().collect(Collectors.groupingBy(Due::chunk, TreeMap::new, Collectors.toList()));
    Map<Integer, ByteBuffer> rows = lock(byChunk.keySet());
    rows.forEach(
        (chunk, seconds) -> {
          for (Due due : byChunk.getOrDefault(chunk, List.of())) {
            int at = due.place() * Integer.BYTES;
            if ((seconds.getInt(at) & NONE) == due.second) {
              seconds.putInt(at, (int) NONE);
            }
          }
        });
    write(rows);
  }

  Optional<Instant> next() {
    return jdbc.sql("select min(next_at) from segments.turns where next_at is not null")
        .query((row, _) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
        .single()
        .map(OffsetDateTime::toInstant);
  }

  private Map<Integer, ByteBuffer> lock(Collection<Integer> chunks) {
    Map<Integer, ByteBuffer> rows = new TreeMap<>();
    jdbc.sql(
            "select chunk, seconds from segments.turns where chunk = any(:chunks::int[]) order by chunk for update")
        .param("chunks", chunks.toArray(Integer[]::new))
        .query(
            row -> {
              rows.put(row.getInt(1), ByteBuffer.wrap(row.getBytes(2)));
            });
    return rows;
  }

  private void write(Map<Integer, ByteBuffer> rows) {
    jdbc.sql(
            """
            update segments.turns t set next_at = n.next_at, seconds = n.seconds
            from unnest(:chunks::int[], :next::timestamptz[], :seconds) as n (chunk, next_at, seconds)
            where t.chunk = n.chunk
            """)
        .param("chunks", rows.keySet().toArray(Integer[]::new))
        .param("next", rows.values().stream().map(TurnStore::earliest).toArray(String[]::new))
        .param("seconds", rows.values().stream().map(ByteBuffer::array).toArray(byte[][]::new))
        .update();
  }

  private static @Nullable String earliest(ByteBuffer seconds) {
    long earliest = NONE;
    for (int at = 0; at < BYTES; at += Integer.BYTES) {
      earliest = Math.min(earliest, seconds.getInt(at) & NONE);
    }
    return earliest == NONE ? null : Instant.ofEpochSecond(EPOCH + earliest).toString();
  }

  private static byte[] none() {
    byte[] seconds = new byte[BYTES];
    Arrays.fill(seconds, (byte) 0xFF);
    return seconds;
  }
}
