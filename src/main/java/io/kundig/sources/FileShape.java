package io.kundig.sources;

import java.util.List;

/// What was found out about an uploaded file before anything is taken from it.
///
/// @param charset of a CSV file, by its IANA name
/// @param separator of a CSV file, one character
/// @param bytes when unpacked
/// @param columns the first row, each name once
/// @param samples the first rows after it
record FileShape(
    Format format,
    boolean gzip,
    String charset,
    String separator,
    long bytes,
    List<String> columns,
    List<List<String>> samples) {

  enum Format {
    CSV,
    XLSX
  }

  FileShape with(List<String> columns, List<List<String>> samples) {
    return new FileShape(format, gzip, charset, separator, bytes, columns, samples);
  }
}
