package io.kundig.sources;

import java.util.List;

/// Something that a column may hold.
///
/// @param headings how columns with it are headed in exports, in the form of
///   [Headings#plain(String)]
record ImportField(String key, Words label, boolean required, List<String> headings) {

  static ImportField of(String key, String de, String en, String... headings) {
    return new ImportField(key, new Words(de, en), false, List.of(headings));
  }

  ImportField needed() {
    return new ImportField(key, label, true, headings);
  }
}
