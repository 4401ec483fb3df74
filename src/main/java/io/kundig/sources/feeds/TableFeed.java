package io.kundig.sources.feeds;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.kundig.sources.feeds.FeedTrouble.Code;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Google Merchant's feed as a table: values between tabs, commas, semicolons or bars, the names of
/// the columns first.
final class TableFeed {

  private static final char[] SEPARATORS = {'\t', ';', ',', '|'};
  private static final int LONGEST_ROW = 1 << 20;

  private TableFeed() {}

  static void read(InputStream in, byte[] head, FeedFile.Sink sink)
      throws FeedTrouble, IOException {
    Charset charset = charset(head);
    Reader text = new BufferedReader(new InputStreamReader(in, charset));
    char separator = separator(new String(head, charset));
    long line = 1;
    try (CsvReader<CsvRecord> rows =
        CsvReader.builder()
            .fieldSeparator(separator)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .allowExtraCharsAfterClosingQuote(true)
            .skipEmptyLines(true)
            .maxBufferSize(LONGEST_ROW)
            .ofCsvRecord(text)) {
      List<String> names = null;
      for (CsvRecord row : rows) {
        line = row.getStartingLineNumber();
        if (names == null) {
          names = names(row);
        } else {
          sink.accept(line, fields(names, row));
        }
      }
    } catch (CsvParseException e) {
      throw new FeedTrouble(Code.TABLE_BROKEN, line + 1, null);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<String> names(CsvRecord row) throws FeedTrouble {
    List<String> names = new ArrayList<>();
    for (String cell : row.getFields()) {
      names.add(FeedFields.normal(cell.replace("\uFEFF", "")));
    }
    List<String> missing = FeedFields.missing(names);
    if (missing.size() == FeedFields.NEEDED) {
      throw new FeedTrouble(Code.NOT_A_FEED, null, null);
    }
    if (!missing.isEmpty()) {
      throw new FeedTrouble(Code.COLUMNS_MISSING, 1L, String.join(", ", missing));
    }
    return names;
  }

  private static Map<String, String> fields(List<String> names, CsvRecord row) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < Math.min(names.size(), row.getFieldCount()); i++) {
      if (!row.getField(i).isBlank()) {
        fields.putIfAbsent(names.get(i), row.getField(i));
      }
    }
    return fields;
  }

  private static char separator(String head) {
    String first = head.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    char best = '\t';
    long most = 0;
    for (char candidate : SEPARATORS) {
      long count = first.chars().filter(c -> c == candidate).count();
      if (count > most) {
        best = candidate;
        most = count;
      }
    }
    return best;
  }

  private static Charset charset(byte[] head) {
    if (head.length > 1 && head[0] == (byte) 0xFF && head[1] == (byte) 0xFE) {
      return StandardCharsets.UTF_16LE;
    }
    if (head.length > 1 && head[0] == (byte) 0xFE && head[1] == (byte) 0xFF) {
      return StandardCharsets.UTF_16BE;
    }
    CharBuffer out = CharBuffer.allocate(head.length + 1);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head), out, false);
    return result.isError() ? Charset.forName("windows-1252") : StandardCharsets.UTF_8;
  }
}
