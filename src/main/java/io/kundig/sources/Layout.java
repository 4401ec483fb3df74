package io.kundig.sources;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where each mapped field stands in a row.
///
/// @param fields in the order in which their cells are kept
/// @param columns the column names, in the same order
/// @param positions where in the file, in the same order
/// @param indexes of the fields
record Layout(
    List<String> fields,
    List<String> columns,
    List<Integer> positions,
    Map<String, Integer> indexes) {

  private static final char BETWEEN = '\u001F';

  static Layout of(List<String> columns, Map<String, @Nullable String> mapping) {
    List<String> fields = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    Map<String, Integer> indexes = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String field = mapping.get(columns.get(i));
      if (field != null) {
        indexes.put(field, fields.size());
        fields.add(field);
        names.add(columns.get(i));
        positions.add(i);
      }
    }
    return new Layout(List.copyOf(fields), List.copyOf(names), List.copyOf(positions), indexes);
  }

  Cells read(TableReader.Row row) {
    String[] values = new String[fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.cell(positions.get(i));
    }
    return new Cells(this, row.number(), values);
  }

  Cells unpack(int row, String packed) {
    String[] values = new String[fields.size()];
    int start = 0;
    for (int i = 0; i < values.length; i++) {
      int end = packed.indexOf(BETWEEN, start);
      values[i] = packed.substring(start, end < 0 ? packed.length() : end);
      start = end < 0 ? packed.length() : end + 1;
    }
    return new Cells(this, row, values);
  }

  /// The mapped cells of one row, trimmed; empty is null.
  ///
  /// @param row number in the file, the header being 1
  record Cells(Layout layout, int row, String[] values) {

    @Nullable String get(String field) {
      Integer index = layout.indexes.get(field);
      return index == null || values[index].isEmpty() ? null : values[index];
    }

    void set(String field, String value) {
      Integer index = layout.indexes.get(field);
      if (index != null) {
        values[index] = value;
      }
    }

    @Nullable String column(String field) {
      Integer index = layout.indexes.get(field);
      return index == null ? null : layout.columns.get(index);
    }

    /// Traits of the person's own making, by their name.
    Map<String, String> traits() {
      Map<String, String> traits = new HashMap<>();
      for (int i = 0; i < values.length; i++) {
        if (ImportFields.isTrait(layout.fields.get(i)) && !values[i].isEmpty()) {
          traits.put(layout.fields.get(i).substring("trait:".length()), values[i]);
        }
      }
      return traits;
    }

    String packed() {
      StringBuilder packed = new StringBuilder();
      for (int i = 0; i < values.length; i++) {
        if (i > 0) {
          packed.append(BETWEEN);
        }
        packed.append(values[i].replace(BETWEEN, ' '));
      }
      return packed.toString();
    }
  }
}
