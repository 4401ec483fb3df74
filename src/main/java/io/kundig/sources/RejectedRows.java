package io.kundig.sources;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Rows that were not taken, or not wholly, kept for the error file.
@Repository
class RejectedRows {

  private static final int MOST_ROWS = 200_000;

  private final JdbcClient jdbc;

  RejectedRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(UUID importId, List<Tally.Rejected> rows) {
    if (rows.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into sources.rejected_row (import_id, row_no, problem, effect, detail_de, detail_en, cells)
            select :import, * from unnest(:row::int[], :problem, :effect, :de, :en, :cells)
            where (select count(*) from sources.rejected_row where import_id = :import) < :most
            on conflict (import_id, row_no, problem) do nothing
            """)
        .param("import", importId)
        .param("most", MOST_ROWS)
        .param("row", column(rows, Tally.Rejected::row))
        .param("problem", column(rows, row -> row.problem().code()))
        .param("effect", column(rows, row -> row.problem().effect().name()))
        .param("de", column(rows, row -> row.words().de()))
        .param("en", column(rows, row -> row.words().en()))
        .param("cells", column(rows, Tally.Rejected::cells))
        .update();
  }

  private static @Nullable String[] column(
      Collection<Tally.Rejected> rows, Function<Tally.Rejected, Object> value) {
    return rows.stream().map(row -> Objects.toString(value.apply(row))).toArray(String[]::new);
  }

  void delete(UUID importId) {
    jdbc.sql("delete from sources.rejected_row where import_id = :import")
        .param("import", importId)
        .update();
  }

  /// In the order of the file.
  void forEach(UUID importId, Consumer<Stored> consumer) {
    try (var rows =
        jdbc
            .sql(
                """
                select row_no, effect, detail_de, detail_en, cells from sources.rejected_row
                where import_id = :import order by row_no, problem
                """)
            .param("import", importId)
            .withFetchSize(1_000)
            .query(
                (row, number) ->
                    new Stored(
                        row.getInt("row_no"),
                        RowProblem.Effect.valueOf(row.getString("effect")),
                        new Words(row.getString("detail_de"), row.getString("detail_en")),
                        row.getString("cells")))
            .stream()) {
      rows.forEach(consumer);
    }
  }

  record Stored(int row, RowProblem.Effect effect, Words words, String cells) {}
}
