package io.kundig.sources;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.List;

/// Guesses which character stands between the cells: the one that cuts all rows into the same
/// number of them.
final class Separators {

  private static final char[] CANDIDATES = {';', ',', '\t', '|'};
  private static final int ROWS = 60;

  private Separators() {}

  /// @param whole whether the text is the whole file; else its last line may be cut
  static char guess(String text, boolean whole) {
    if (text.startsWith("sep=") && text.length() > 4) {
      return text.charAt(4);
    }
    int end = whole ? text.length() : Math.max(text.lastIndexOf('\n'), text.length() / 2);
    String lines = text.substring(0, end);
    char best = ',';
    double bestScore = 0;
    for (char candidate : CANDIDATES) {
      double score = score(lines, candidate);
      if (score > bestScore) {
        best = candidate;
        bestScore = score;
      }
    }
    return best;
  }

  private static double score(String lines, char separator) {
    List<Integer> counts = new ArrayList<>();
    try (CsvReader<CsvRecord> reader = lenient().fieldSeparator(separator).ofCsvRecord(lines)) {
      for (CsvRecord row : reader) {
        counts.add(row.getFieldCount());
        if (counts.size() == ROWS) {
          break;
        }
      }
    } catch (java.io.IOException | CsvParseException e) {
      // judged by the rows before
    }
    if (counts.isEmpty() || counts.getFirst() < 2) {
      return 0;
    }
    int columns = counts.getFirst();
    double alike = counts.stream().filter(count -> count == columns).count();
    return alike / counts.size() * Math.log(1 + columns);
  }

  static CsvReader.CsvReaderBuilder lenient() {
    return CsvReader.builder()
        .allowExtraFields(true)
        .allowMissingFields(true)
        .allowExtraCharsAfterClosingQuote(true)
        .skipEmptyLines(true)
        .maxBufferSize(TableReader.LONGEST_ROW);
  }
}
