package io.kundig.sources;

import io.kundig.sources.FileShape.Format;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Finds out how a file is to be read: packing, format, encoding, separator, columns.
final class FileProbe {

  static final long MOST_BYTES = 2L << 30;
  private static final long MOST_BYTES_OF_A_WORKBOOK = 400L << 20;
  private static final long MOST_BYTES_OF_SHARED_STRINGS = 64L << 20;
  private static final int MOST_PARTS_OF_A_WORKBOOK = 1_000;
  private static final int MOST_COLUMNS = 500;
  private static final int LONGEST_COLUMN_NAME = 120;
  private static final int LONGEST_SAMPLE = 200;
  private static final int SAMPLE_ROWS = 20;
  private static final int HEAD_BYTES = 64 << 10;

  private FileProbe() {}

  static FileShape inspect(Path file) throws IOException {
    byte[] start = head(Files.newInputStream(file), 8);
    boolean gzip = start.length > 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    FileShape shape;
    if (start.length > 3 && start[0] == 'P' && start[1] == 'K') {
      long bytes = checkedSizeOfWorkbook(file);
      shape = new FileShape(Format.XLSX, false, "UTF-8", "", bytes, List.of(), List.of());
    } else if (start.length > 3 && start[0] == (byte) 0xD0 && start[1] == (byte) 0xCF) {
      throw new UnreadableFile(
          "Das ist eine alte Excel-Datei (.xls). Speichere sie als .xlsx oder .csv.",
          "This is an old Excel file (.xls). Save it as .xlsx or .csv.");
    } else {
      shape = unpacked(file, gzip);
    }
    return withColumns(file, shape);
  }

  private static FileShape unpacked(Path file, boolean gzip) throws IOException {
    try {
      return csv(file, gzip);
    } catch (ZipException | EOFException e) {
      throw new UnreadableFile(
          "Die gepackte Datei ist beschädigt. Lade sie noch einmal hoch.",
          "The packed file is damaged. Upload it again.");
    }
  }

  private static FileShape csv(Path file, boolean gzip) throws IOException {
    byte[] head;
    try (InputStream in = open(file, gzip)) {
      head = head(in, HEAD_BYTES);
    }
    Charset byHead = charsetOf(head);
    long bytes;
    boolean utf8;
    try (CappedStream in = new CappedStream(open(file, gzip), MOST_BYTES)) {
      utf8 = isUtf8(in);
      bytes = in.count();
    }
    Charset charset = byHead;
    if (byHead.equals(StandardCharsets.UTF_8) && !utf8) {
      charset = Charset.forName("windows-1252");
    }
    String text = new String(head, charset);
    refuseBinary(text);
    char separator = Separators.guess(text, bytes <= HEAD_BYTES);
    return new FileShape(
        Format.CSV, gzip, charset.name(), String.valueOf(separator), bytes, List.of(), List.of());
  }

  static InputStream open(Path file, boolean gzip) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    return gzip ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private static byte[] head(InputStream in, int bytes) throws IOException {
    try (in) {
      return in.readNBytes(bytes);
    }
  }

  private static Charset charsetOf(byte[] head) {
    if (head.length >= 2 && head[0] == (byte) 0xFF && head[1] == (byte) 0xFE) {
      return StandardCharsets.UTF_16LE;
    }
    if (head.length >= 2 && head[0] == (byte) 0xFE && head[1] == (byte) 0xFF) {
      return StandardCharsets.UTF_16BE;
    }
    int zerosAtEven = 0;
    int zerosAtOdd = 0;
    int looked = Math.min(head.length, 4096);
    for (int i = 0; i < looked; i++) {
      if (head[i] == 0) {
        if (i % 2 == 0) {
          zerosAtEven++;
        } else {
          zerosAtOdd++;
        }
      }
    }
    if (zerosAtOdd > looked / 4 && zerosAtEven == 0) {
      return StandardCharsets.UTF_16LE;
    }
    if (zerosAtEven > looked / 4 && zerosAtOdd == 0) {
      return StandardCharsets.UTF_16BE;
    }
    return StandardCharsets.UTF_8;
  }

  private static boolean isUtf8(InputStream in) throws IOException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    CharBuffer chars = CharBuffer.allocate(1 << 16);
    boolean valid = true;
    for (int read = 0; read >= 0; ) {
      read = in.read(bytes.array(), bytes.position(), bytes.remaining());
      if (!valid) {
        continue;
      }
      bytes.position(bytes.position() + Math.max(read, 0)).flip();
      chars.clear();
      valid = !decoder.decode(bytes, chars, read < 0).isError();
      if (valid) {
        bytes.compact();
      } else {
        bytes.clear();
      }
    }
    return valid;
  }

  private static void refuseBinary(String text) {
    long strange = text.chars().filter(c -> c < 32 && c != '\n' && c != '\r' && c != '\t').count();
    if (strange > text.length() / 100) {
      throw new UnreadableFile(
          "Das ist keine Tabelle. Wähle eine CSV- oder Excel-Datei (.csv, .csv.gz, .xlsx).",
          "This is not a table. Choose a CSV or Excel file (.csv, .csv.gz, .xlsx).");
    }
  }

  /// Unpacks every part once, to nowhere, by the same directory that the workbook is read by.
  private static long checkedSizeOfWorkbook(Path file) throws IOException {
    long total = 0;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MOST_PARTS_OF_A_WORKBOOK || zip.getEntry("xl/workbook.xml") == null) {
        throw new UnreadableFile(
            "Das ist ein Archiv, keine Excel-Datei. Packe es aus und wähle eine Datei daraus.",
            "This is an archive, not an Excel file. Unpack it and choose one file of it.");
      }
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
        boolean strings = entry.getName().toLowerCase(Locale.ROOT).endsWith("sharedstrings.xml");
        long left = MOST_BYTES_OF_A_WORKBOOK - total;
        long limit = strings ? Math.min(left, MOST_BYTES_OF_SHARED_STRINGS) : left;
        try (CappedStream in = new CappedStream(zip.getInputStream(entry), limit)) {
          in.transferTo(java.io.OutputStream.nullOutputStream());
          total += in.count();
        }
      }
    } catch (ZipException e) {
      throw new UnreadableFile(
          "Die Excel-Datei ist beschädigt. Speichere sie neu oder als .csv.",
          "The Excel file is damaged. Save it again or as .csv.");
    }
    return total;
  }

  private static FileShape withColumns(Path file, FileShape shape) throws IOException {
    List<String> columns = new ArrayList<>();
    List<List<String>> samples = new ArrayList<>();
    try (TableReader rows = TableReader.open(file, shape)) {
      TableReader.Row header = rows.next();
      if (header == null) {
        throw new UnreadableFile("Die Datei ist leer.", "The file is empty.");
      }
      columns.addAll(names(header.cells()));
      for (TableReader.Row row = rows.next();
          row != null && samples.size() < SAMPLE_ROWS;
          row = rows.next()) {
        List<String> sample = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          sample.add(shortened(row.cell(i), LONGEST_SAMPLE));
        }
        samples.add(sample);
      }
    }
    return shape.with(columns, samples);
  }

  private static List<String> names(String[] header) {
    if (header.length > MOST_COLUMNS) {
      throw new UnreadableFile(
          "Die Datei hat mehr als %d Spalten.".formatted(MOST_COLUMNS),
          "The file has more than %d columns.".formatted(MOST_COLUMNS));
    }
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < header.length; i++) {
      String name =
          shortened(header[i].replaceAll("[\\p{Cntrl}\\s]+", " ").strip(), LONGEST_COLUMN_NAME);
      String base = name.isEmpty() ? "#" + (i + 1) : name;
      String unique = base;
      for (int n = 2; !taken.add(unique); n++) {
        unique = base + " (" + n + ")";
      }
      names.add(unique);
    }
    return names;
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
