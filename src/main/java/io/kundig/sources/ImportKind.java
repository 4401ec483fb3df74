package io.kundig.sources;

import java.util.List;
import java.util.Locale;

/// What a file's rows are about.
enum ImportKind {
  CUSTOMERS(ImportFields.CUSTOMER),
  ORDERS(ImportFields.ORDER);

  private final List<ImportField> fields;

  ImportKind(List<ImportField> fields) {
    this.fields = fields;
  }

  List<ImportField> fields() {
    return fields;
  }

  boolean knows(String field) {
    return fields.stream().anyMatch(known -> known.key().equals(field))
        || (this == CUSTOMERS && ImportFields.isTrait(field));
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
