package io.kundig.sources;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.jspecify.annotations.Nullable;

/// The rows of a file one after the other, the header among them, never the file as a whole.
final class TableReader implements AutoCloseable {

  static final int LONGEST_ROW = 1 << 20;

  private final Iterator<Row> rows;
  private final AutoCloseable source;
  private final @Nullable CappedStream bytes;

  private TableReader(Iterator<Row> rows, AutoCloseable source, @Nullable CappedStream bytes) {
    this.rows = rows;
    this.source = source;
    this.bytes = bytes;
  }

  static TableReader open(Path file, FileShape shape) throws IOException {
    return switch (shape.format()) {
      case CSV -> csv(file, shape);
      case XLSX -> workbook(file);
    };
  }

  private static TableReader csv(Path file, FileShape shape) throws IOException {
    CappedStream bytes = new CappedStream(FileProbe.open(file, shape.gzip()), FileProbe.MOST_BYTES);
    Reader text =
        withoutMark(
            new BufferedReader(new InputStreamReader(bytes, Charset.forName(shape.charset()))));
    CsvReader<CsvRecord> reader =
        Separators.lenient().fieldSeparator(shape.separator()).ofCsvRecord(text);
    CloseableIterator<CsvRecord> records = reader.iterator();
    return new TableReader(new CsvRows(records), reader, bytes);
  }

  /// A byte order mark, also UTF-8's before text that turns out to be in another encoding.
  private static Reader withoutMark(BufferedReader text) throws IOException {
    for (String mark : List.of("\uFEFF", "ï»¿")) {
      char[] start = new char[mark.length()];
      text.mark(start.length);
      int read = text.read(start);
      if (read == start.length && mark.contentEquals(CharBuffer.wrap(start))) {
        return text;
      }
      text.reset();
    }
    return text;
  }

  /// Its reader has an exception of its own for each way in which a workbook can be broken.
  private static TableReader workbook(Path file) {
    try {
      return workbookOf(file);
    } catch (RuntimeException e) {
      throw unreadable(e);
    } catch (IOException e) {
      throw unreadable(new UncheckedIOException(e));
    }
  }

  private static TableReader workbookOf(Path file) throws IOException {
    ReadableWorkbook workbook = new ReadableWorkbook(file.toFile(), new ReadingOptions(true, true));
    Stream<org.dhatim.fastexcel.reader.Row> stream = workbook.getFirstSheet().openStream();
    Iterator<Row> rows = stream.map(TableReader::read).filter(row -> !row.isEmpty()).iterator();
    return new TableReader(rows, workbook, null);
  }

  /// @return null after the last one
  /// @throws UnreadableFile when the rest cannot be read
  @Nullable Row next() {
    try {
      return rows.hasNext() ? rows.next() : null;
    } catch (UnreadableFile e) {
      throw e;
    } catch (RuntimeException e) {
      if (e.getCause() instanceof UnreadableFile unreadable) {
        throw unreadable;
      }
      throw unreadable(e);
    }
  }

  private static UnreadableFile unreadable(RuntimeException e) {
    String place = e instanceof CsvParseException ? String.valueOf(e.getMessage()) : "";
    int line = place.replaceAll("\\D+", " ").isBlank() ? 0 : firstNumber(place);
    UnreadableFile unreadable =
        line > 0
            ? new UnreadableFile(
                "Ab Zeile %d ist die Datei nicht lesbar: vermutlich fehlt ein Anführungszeichen."
                    .formatted(line),
                "From line %d on the file cannot be read: probably a quote is missing."
                    .formatted(line))
            : new UnreadableFile(
                "Die Datei ist nicht lesbar. Speichere sie neu als .csv.",
                "The file cannot be read. Save it again as .csv.");
    unreadable.initCause(e);
    return unreadable;
  }

  private static int firstNumber(String text) {
    String digits = text.replaceFirst("^\\D+", "").replaceFirst("\\D.*$", "");
    return digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
  }

  /// How much of the unpacked file has been read; 0 for workbooks.
  long bytesRead() {
    return bytes == null ? 0 : bytes.count();
  }

  @Override
  public void close() throws IOException {
    try {
      source.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static Row read(org.dhatim.fastexcel.reader.Row row) {
    String[] cells = new String[row.getCellCount()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = row.getOptionalCell(i).map(TableReader::text).orElse("");
    }
    return new Row(row.getRowNum(), cells);
  }

  /// Dates as ISO, since Excel keeps them as a count of days; numbers without their display format.
  private static String text(Cell cell) {
    if (cell.getType() == CellType.NUMBER) {
      String format = cell.getDataFormatString();
      if (format != null
          && format.replaceAll("\"[^\"]*\"|\\[[^]]*]", "").matches("(?s).*[dDyY].*")) {
        return String.valueOf(cell.asDate());
      }
      return cell.asNumber().stripTrailingZeros().toPlainString();
    }
    return cell.getType() == CellType.EMPTY || cell.getType() == CellType.ERROR
        ? ""
        : cell.getText();
  }

  /// @param number as a spreadsheet counts, the header being 1
  record Row(int number, String[] cells) {

    /// Without white space around it, and without the zero bytes that the database refuses; empty
    /// where the row is too short.
    String cell(int column) {
      if (column >= cells.length) {
        return "";
      }
      String cell = cells[column].strip();
      return cell.indexOf('\0') < 0 ? cell : cell.replace("\0", "");
    }

    boolean isEmpty() {
      for (String cell : cells) {
        if (!cell.isBlank()) {
          return false;
        }
      }
      return true;
    }
  }

  private static final class CsvRows implements Iterator<Row> {

    private final CloseableIterator<CsvRecord> records;
    private int number;

    CsvRows(CloseableIterator<CsvRecord> records) {
      this.records = records;
    }

    @Override
    public boolean hasNext() {
      return records.hasNext();
    }

    @Override
    public Row next() {
      CsvRecord row = records.next();
      String[] cells = row.getFields().toArray(String[]::new);
      if (number == 0) {
        if (cells[0].startsWith("sep=") && records.hasNext()) {
          return next();
        }
      }
      number++;
      return new Row(number, cells);
    }
  }
}
