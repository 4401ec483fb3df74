package io.kundig.sources;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An import as the API shows it.
record ImportView(
    UUID id,
    String fileName,
    String kind,
    int shopId,
    String state,
    List<Column> columns,
    Map<String, @Nullable String> mapping,
    ImportOptions options,
    List<Field> fields,
    Import.Progress progress,
    List<Problem> problems,
    @Nullable Words failure,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  static ImportView of(Import job) {
    return new ImportView(
        job.id(),
        job.fileName(),
        job.kind().code(),
        job.shopId(),
        job.state().code(),
        columns(job),
        job.mapping(),
        job.options(),
        job.kind().fields().stream().map(Field::of).toList(),
        job.progress(),
        job.problems().stream().map(Problem::of).toList(),
        job.failure(),
        job.createdAt(),
        job.startedAt(),
        job.finishedAt());
  }

  private static List<Column> columns(Import job) {
    Map<String, @Nullable String> suggested = Headings.suggest(job.kind(), job.shape().columns());
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < job.shape().columns().size(); i++) {
      int index = i;
      String name = job.shape().columns().get(i);
      columns.add(
          new Column(
              name,
              job.shape().samples().stream().map(row -> row.get(index)).toList(),
              suggested.get(name)));
    }
    return columns;
  }

  /// @param samples its cells in the first rows
  record Column(String name, List<String> samples, @Nullable String suggested) {}

  record Field(String key, Words label, boolean required) {
    static Field of(ImportField field) {
      return new Field(field.key(), field.label(), field.required());
    }
  }

  /// @param row the first one with it
  /// @param effect `failed`, `skipped`, or `noted`: taken all the same
  record Problem(
      long row, @Nullable String column, Words message, long count, String code, String effect) {
    static Problem of(Import.Finding finding) {
      return new Problem(
          finding.row(),
          finding.column(),
          finding.message(),
          finding.count(),
          finding.code(),
          finding.effect());
    }
  }
}
