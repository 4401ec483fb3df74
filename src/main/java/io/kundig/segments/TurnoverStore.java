package io.kundig.segments;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// How many people entered and left each segment on each day.
@Repository
class TurnoverStore {

  private final JdbcClient jdbc;

  TurnoverStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// What is to be added.
  static final class Turnover {

    private record Day(int segment, LocalDate day) implements Comparable<Day> {
      @Override
      public int compareTo(Day other) {
        int first = Integer.compare(segment, other.segment);
        return first != 0 ? first : day.compareTo(other.day);
      }
    }

    private final Map<Day, int[]> counts = new TreeMap<>();

    void add(int segment, LocalDate day, boolean in) {
      counts.computeIfAbsent(new Day(segment, day), it -> new int[2])[in ? 0 : 1]++;
    }
  }

  void add(Turnover turnover) {
    if (turnover.counts.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into segments.day as d (segment_no, day, entered, left_)
            select * from unnest(:segments::int[], :days::date[], :entered::int[], :left::int[])
            on conflict (segment_no, day) do update
              set entered = d.entered + excluded.entered, left_ = d.left_ + excluded.left_
            """)
        .param(
            "segments",
            turnover.counts.keySet().stream().map(Turnover.Day::segment).toArray(Integer[]::new))
        .param(
            "days",
            turnover.counts.keySet().stream().map(it -> it.day().toString()).toArray(String[]::new))
        .param(
            "entered", turnover.counts.values().stream().map(it -> it[0]).toArray(Integer[]::new))
        .param("left", turnover.counts.values().stream().map(it -> it[1]).toArray(Integer[]::new))
        .update();
  }

  /// Entered and left on a day.
  record Day(LocalDate day, int entered, int left) {}

  List<Day> days(int segment, LocalDate from) {
    return jdbc.sql(
            """
            select day, entered, left_ from segments.day
            where segment_no = :segment and day >= :from order by day
            """)
        .param("segment", segment)
        .param("from", from)
        .query((row, _) -> new Day(row.getObject(1, LocalDate.class), row.getInt(2), row.getInt(3)))
        .list();
  }

  void forget(int segment) {
    jdbc.sql("delete from segments.day where segment_no = :segment")
        .param("segment", segment)
        .update();
  }
}
