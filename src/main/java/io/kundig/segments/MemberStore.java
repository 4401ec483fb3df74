package io.kundig.segments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The SQL of who is in which segment: chunks of 4,096 bits, by the people's ord.
@Repository
class MemberStore {

  static final int CHUNK = 4_096;

  private final JdbcClient jdbc;

  MemberStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Place(int segment, int ord) {
    private Chunk of() {
      return new Chunk(segment, ord / CHUNK);
    }
  }

  private record Chunk(int segment, int number) implements Comparable<Chunk> {
    @Override
    public int compareTo(Chunk other) {
      int first = Integer.compare(segment, other.segment);
      return first != 0 ? first : Integer.compare(number, other.number);
    }
  }

  /// Those of the places that are taken.
  Set<Place> taken(Collection<Place> places) {
    Map<Chunk, byte[]> chunks = new HashMap<>();
    places.forEach(place -> chunks.put(place.of(), new byte[0]));
    List<Chunk> wanted = List.copyOf(chunks.keySet());
    jdbc.sql(
            """
            select m.segment_no, m.chunk, m.bits
            from unnest(:segments::int[], :chunks::int[]) as n (s, c)
            join segments.member m on m.segment_no = n.s and m.chunk = n.c
            """)
        .param("segments", wanted.stream().map(Chunk::segment).toArray(Integer[]::new))
        .param("chunks", wanted.stream().map(Chunk::number).toArray(Integer[]::new))
        .query(
            row -> {
              chunks.put(new Chunk(row.getInt(1), row.getInt(2)), row.getBytes(3));
            });
    Set<Place> taken = new HashSet<>();
    for (Place place : places) {
      if (isSet(chunks.getOrDefault(place.of(), new byte[0]), place.ord % CHUNK)) {
        taken.add(place);
      }
    }
    return taken;
  }

  /// Takes and leaves places. Their people's facts are locked by the caller.
  ///
  /// @return those that changed
  Map<Place, Boolean> set(Map<Place, Boolean> wanted) {
    TreeMap<Chunk, byte[]> chunks = lock(wanted.keySet());
    Map<Place, Boolean> changed = new LinkedHashMap<>();
    Map<Chunk, byte[]> written = new TreeMap<>();
    wanted.forEach(
        (place, in) -> {
          Chunk chunk = place.of();
          byte[] bits = written.getOrDefault(chunk, chunks.getOrDefault(chunk, new byte[0]));
          if (isSet(bits, place.ord % CHUNK) != in) {
            written.put(chunk, with(bits, place.ord % CHUNK, in));
            changed.put(place, in);
          }
        });
    write(written);
    return changed;
  }

  private TreeMap<Chunk, byte[]> lock(Collection<Place> places) {
    Set<Chunk> chunks = new HashSet<>();
    places.forEach(place -> chunks.add(place.of()));
    List<Chunk> sorted = chunks.stream().sorted().toList();
    Integer[] segments = sorted.stream().map(Chunk::segment).toArray(Integer[]::new);
    Integer[] numbers = sorted.stream().map(Chunk::number).toArray(Integer[]::new);
    jdbc.sql(
            """
            insert into segments.member (segment_no, chunk, members, bits)
            select s, c, 0, '' from unnest(:segments::int[], :chunks::int[]) as n (s, c)
            on conflict (segment_no, chunk) do nothing
            """)
        .param("segments", segments)
        .param("chunks", numbers)
        .update();
    TreeMap<Chunk, byte[]> found = new TreeMap<>();
    jdbc.sql(
            """
            select m.segment_no, m.chunk, m.bits from segments.member m
            join unnest(:segments::int[], :chunks::int[]) as n (s, c)
              on m.segment_no = n.s and m.chunk = n.c
            order by m.segment_no, m.chunk for update of m
            """)
        .param("segments", segments)
        .param("chunks", numbers)
        .query(
            row -> {
              found.put(new Chunk(row.getInt(1), row.getInt(2)), row.getBytes(3));
            });
    return found;
  }

  private void write(Map<Chunk, byte[]> chunks) {
    if (chunks.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            update segments.member m set bits = n.bits, members = n.members
            from unnest(:segments::int[], :chunks::int[], :bits, :members::int[])
              as n (segment_no, chunk, bits, members)
            where m.segment_no = n.segment_no and m.chunk = n.chunk
            """)
        .param("segments", chunks.keySet().stream().map(Chunk::segment).toArray(Integer[]::new))
        .param("chunks", chunks.keySet().stream().map(Chunk::number).toArray(Integer[]::new))
        .param("bits", chunks.values().toArray(byte[][]::new))
        .param("members", chunks.values().stream().map(MemberStore::count).toArray(Integer[]::new))
        .update();
  }

  /// First of the two keys of the advisory locks of chunks.
  private static final int BUILDING = 0x5E7;

  /// Until the transaction ends nobody replaces these people's chunks: what they are judged to be
  /// in a segment that is being built would be lost.
  void holdChunks(Collection<Integer> ords) {
    jdbc.sql(
            """
            select pg_advisory_xact_lock_shared(:building, c)
            from (select distinct unnest(:chunks::int[]) as c order by c) as chunks
            """)
        .param("building", BUILDING)
        .param("chunks", ords.stream().map(ord -> ord / CHUNK).distinct().toArray(Integer[]::new))
        .query(_ -> {});
  }

  /// Waits for all who hold a chunk, and keeps others from it until the transaction ends.
  void lockChunk(int chunk) {
    jdbc.sql("select pg_advisory_xact_lock(:building, :chunk)")
        .param("building", BUILDING)
        .param("chunk", chunk)
        .query(_ -> {});
  }

  /// Replaces a locked chunk of some segments.
  ///
  /// @param bits by the segments' numbers
  void replace(int chunk, Map<Integer, BitSet> bits) {
    Map<Chunk, byte[]> chunks = new TreeMap<>();
    bits.forEach((segment, set) -> chunks.put(new Chunk(segment, chunk), set.toByteArray()));
    lock(chunks.keySet().stream().map(it -> new Place(it.segment, chunk * CHUNK)).toList());
    write(chunks);
  }

  void forget(int segment) {
    jdbc.sql("delete from segments.member where segment_no = :segment")
        .param("segment", segment)
        .update();
  }

  /// How many are in each segment.
  Map<Integer, Integer> counts() {
    Map<Integer, Integer> counts = new HashMap<>();
    jdbc.sql("select segment_no, sum(members) from segments.member group by segment_no")
        .query(
            row -> {
              counts.put(row.getInt(1), row.getInt(2));
            });
    return counts;
  }

  /// People of a segment from a place on, by ord.
  ///
  /// @param after the ord before the first
  List<Member> members(int segment, int after, int limit) {
    List<Integer> ords = new ArrayList<>();
    jdbc.sql(
            """
            select chunk, bits from segments.member
            where segment_no = :segment and chunk >= :chunk and members > 0 order by chunk
            """)
        .param("segment", segment)
        .param("chunk", Math.max(after, 0) / CHUNK)
        .withFetchSize(8)
        .query(
            row -> {
              int first = row.getInt(1) * CHUNK;
              byte[] bits = row.getBytes(2);
              for (int i = 0; i < bits.length * 8 && ords.size() < limit; i++) {
                if (isSet(bits, i) && first + i > after) {
                  ords.add(first + i);
                }
              }
            });
    return jdbc.sql(
            """
            select ord, profile_id from segments.profile_facts where ord = any(:ords::int[])
            order by ord
            """)
        .param("ords", ords.toArray(Integer[]::new))
        .query((row, _) -> new Member(row.getInt(1), row.getObject(2, UUID.class)))
        .list();
  }

  /// The people of a chunk whose bits are set.
  List<UUID> people(int chunk, BitSet bits) {
    return jdbc.sql(
            "select profile_id from segments.profile_facts where ord = any(:ords::int[]) order by ord")
        .param(
            "ords", bits.stream().map(bit -> chunk * CHUNK + bit).boxed().toArray(Integer[]::new))
        .query(UUID.class)
        .list();
  }

  record Member(int ord, UUID profileId) {}

  /// The ords of all who are in a segment.
  BitSet everybody(int segment) {
    TreeMap<Integer, byte[]> chunks = new TreeMap<>();
    jdbc.sql("select chunk, bits from segments.member where segment_no = :segment and members > 0")
        .param("segment", segment)
        .query(
            row -> {
              chunks.put(row.getInt(1), row.getBytes(2));
            });
    if (chunks.isEmpty()) {
      return new BitSet();
    }
    byte[] all = new byte[(chunks.lastKey() + 1) * CHUNK / Byte.SIZE];
    chunks.forEach(
        (chunk, bits) -> System.arraycopy(bits, 0, all, chunk * CHUNK / Byte.SIZE, bits.length));
    return BitSet.valueOf(all);
  }

  /// The ords of all who are on a list.
  BitSet onList(UUID list) {
    BitSet all = new BitSet();
    jdbc.sql(
            """
            select f.ord from segments.list_member m
            join segments.profile_facts f on f.profile_id = m.profile_id where m.list_id = :list
            """)
        .param("list", list)
        .query(
            row -> {
              all.set(row.getInt(1));
            });
    return all;
  }

  /// The segments that somebody is in.
  Set<Integer> segmentsOf(UUID profile) {
    return new HashSet<>(
        jdbc.sql(
                """
                select m.segment_no from segments.profile_facts f
                join segments.member m on m.chunk = f.ord / :chunk
                where f.profile_id = :profile
                  and get_bit(m.bits || '\\x00', least(f.ord % :chunk, octet_length(m.bits) * 8)) = 1
                """)
            .param("chunk", CHUNK)
            .param("profile", profile)
            .query(Integer.class)
            .list());
  }

  static boolean isSet(byte[] bits, int at) {
    return at / 8 < bits.length && (bits[at / 8] >> (at % 8) & 1) == 1;
  }

  /// A copy with one bit changed, as long as its last set bit asks for.
  static byte[] with(byte[] bits, int at, boolean in) {
    byte[] copy = Arrays.copyOf(bits, Math.max(bits.length, at / 8 + 1));
    if (in) {
      copy[at / 8] |= (byte) (1 << (at % 8));
    } else {
      copy[at / 8] &= (byte) ~(1 << (at % 8));
    }
    int length = copy.length;
    while (length > 0 && copy[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(copy, length);
  }

  private static int count(byte[] bits) {
    int count = 0;
    for (byte eight : bits) {
      count += Integer.bitCount(eight & 0xFF);
    }
    return count;
  }
}
