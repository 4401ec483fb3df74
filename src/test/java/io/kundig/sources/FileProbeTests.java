package io.kundig.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileProbeTests {

  @TempDir Path folder;

  @Test
  void encodingAndSeparatorAreFoundOut() throws IOException {
    assertThat(inspect("Name;Ort\nÄnne;Kiel\n".getBytes(StandardCharsets.UTF_8)))
        .extracting(FileShape::charset, FileShape::separator)
        .containsExactly("UTF-8", ";");
    assertThat(inspect("Name;Ort\nÄnne;Kiel\n".getBytes(Charset.forName("windows-1252"))))
        .extracting(FileShape::charset, FileShape::separator)
        .containsExactly("windows-1252", ";");
    assertThat(inspect("name\tcity\nAnne\tKiel\n".getBytes(StandardCharsets.UTF_16BE)))
        .extracting(FileShape::charset, FileShape::separator)
        .containsExactly("UTF-16BE", "\t");
    assertThat(inspect("sep=|\na|b\n1|2\n".getBytes(StandardCharsets.UTF_8)).columns())
        .containsExactly("a", "b");
    assertThat(inspect("a,b\n\"x;y;z\",\"1;2\"\n".getBytes(StandardCharsets.UTF_8)).separator())
        .isEqualTo(",");
  }

  @Test
  void aLateUmlautStillTellsTheEncoding() throws IOException {
    String text = "name,city\n" + "Anne,Kiel\n".repeat(20_000) + "Jürgen,Kiel\n";
    assertThat(inspect(text.getBytes(Charset.forName("windows-1252"))).charset())
        .isEqualTo("windows-1252");
    assertThat(inspect(text.getBytes(StandardCharsets.UTF_8)).charset()).isEqualTo("UTF-8");
  }

  @Test
  void hostileHeadingsBecomeNamesThatDiffer() throws IOException {
    FileShape shape =
        inspect(
            ("a,a,,\"<script>\nalert(1)</script>\"," + "x".repeat(5_000) + "\n1,2,3,4,5\n")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(shape.columns()).doesNotHaveDuplicates().hasSize(5);
    assertThat(shape.columns().subList(0, 3)).containsExactly("a", "a (2)", "#3");
    assertThat(shape.columns()).allMatch(name -> name.length() <= 120 && !name.contains("\n"));

    assertThatThrownBy(() -> inspect("c,".repeat(600).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageContaining("500 columns");
  }

  @Test
  void aGzipBombIsStoppedAtTheLimit() throws IOException {
    Path bomb = folder.resolve("bomb.gz");
    byte[] zeros = "a,b\n".repeat(16_384).getBytes(StandardCharsets.UTF_8);
    try (CappedStream in = new CappedStream(endless(zeros), 1_000_000)) {
      assertThatThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(UnreadableFile.class);
      assertThat(in.count()).isLessThan(1_200_000);
    }
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      out.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }
    byte[] cut = Files.readAllBytes(bomb);
    assertThat(FileProbe.inspect(bomb).columns()).containsExactly("a", "b");
    Files.write(bomb, java.util.Arrays.copyOf(cut, cut.length - 12));
    assertThatThrownBy(() -> FileProbe.inspect(bomb)).isInstanceOf(UnreadableFile.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,b\n", "a,b\n\"", "a,b\n1,2\r"})
  void aLineWithoutEndIsRefusedInLittleMemory(String before) throws IOException {
    Path file = folder.resolve("line.gz");
    byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
      out.write(before.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 100; i++) {
        out.write(block);
      }
    }
    long allocated = allocatedBytes();
    assertThatThrownBy(() -> FileProbe.inspect(file)).isInstanceOf(UnreadableFile.class);
    assertThat(allocatedBytes() - allocated).isLessThan(32L << 20);
  }

  @Test
  void mixedLineEndsAndZeroBytesAreTaken() throws IOException {
    FileShape shape =
        inspect(
            ("na\0me,city\r\nAn\0ne,Kiel\rBo,Bonn\n\"Cleo\r\nMarie\",Cham\n\r\nDora,Dürnau\n"
                    + "Emil,Eutin\n".repeat(20))
                .getBytes(StandardCharsets.UTF_8));
    assertThat(shape.columns()).containsExactly("na me", "city");
    assertThat(shape.samples())
        .contains(
            List.of("Anne", "Kiel"),
            List.of("Bo", "Bonn"),
            List.of("Cleo\r\nMarie", "Cham"),
            List.of("Dora", "Dürnau"));
  }

  @Test
  void aMarkOfUtf8BeforeAnotherEncodingIsNoPartOfTheFirstHeading() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write("\uFEFF\"E-Mail\",Ort\n".getBytes(StandardCharsets.UTF_8));
    bytes.write("jo@example.de,Köln\n".getBytes(Charset.forName("windows-1252")));
    FileShape shape = inspect(bytes.toByteArray());
    assertThat(shape.columns()).containsExactly("E-Mail", "Ort");
    assertThat(shape.samples()).containsExactly(List.of("jo@example.de", "Köln"));
    for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
      assertThat(inspect("\uFEFF\"E-Mail\",Ort\n".getBytes(charset)).columns())
          .containsExactly("E-Mail", "Ort");
    }
  }

  @Test
  void aWorkbookBombIsRefusedBeforeItIsOpened() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(Deflater.BEST_COMPRESSION);
      zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < 80; i++) {
        zip.write(block);
      }
      zip.closeEntry();
    }
    assertThat(bytes.size()).isLessThan(200_000);
    assertThatThrownBy(() -> inspect(bytes.toByteArray()))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageContaining("64 MB");
  }

  @Test
  void aWorkbookFetchesNothingAndExplodesIntoNothing() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "GEHEIM");
    StringBuilder laughs = new StringBuilder("<!ENTITY a0 \"ha\">");
    for (int i = 1; i < 12; i++) {
      laughs.append("<!ENTITY a%d \"%s\">".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
    }
    for (String attack :
        List.of(
            "<!ENTITY x SYSTEM \"" + secret.toUri() + "\">",
            "<!ENTITY % p SYSTEM \"" + secret.toUri() + "\"> %p;",
            "<!ENTITY x SYSTEM \"http://127.0.0.1:1/x\">",
            laughs + "<!ENTITY x \"&a11;\">")) {
      for (String part : List.of("xl/workbook.xml", "xl/worksheets/sheet1.xml")) {
        try {
          assertThat(inspect(workbook(part, attack)).toString())
              .doesNotContain("GEHEIM", "hahahahaha");
        } catch (UnreadableFile e) {
          assertThat(e).hasMessageNotContaining("GEHEIM");
        }
      }
    }
  }

  @Test
  void aBrokenWorkbookIsNoFaultOfOurs() throws IOException {
    assertThat(inspect(workbook("nothing", "")).columns()).containsExactly("email x");
    for (String part :
        List.of("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml")) {
      assertThatThrownBy(() -> inspect(workbook(part, "<!BROKEN")))
          .as(part)
          .isInstanceOf(UnreadableFile.class);
    }
  }

  private static byte[] workbook(String attacked, String doctype) throws IOException {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put(
        "[Content_Types].xml",
        """
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
        <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
        <Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
        </Types>""");
    parts.put(
        "xl/styles.xml",
        "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>");
    parts.put(
        "xl/workbook.xml",
        """
        <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
          xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
        <sheets><sheet name="%s" sheetId="1" r:id="rId1"/></sheets></workbook>"""
            .formatted("Blatt"));
    parts.put(
        "xl/_rels/workbook.xml.rels",
        """
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
        <Relationship Id="rId1" Target="worksheets/sheet1.xml"
          Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>
        </Relationships>""");
    parts.put(
        "xl/worksheets/sheet1.xml",
        """
        <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>email &x;</t></is></c></row>
        <row r="2"><c r="A2" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>""");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> part : parts.entrySet()) {
        boolean hit = part.getKey().equals(attacked);
        String text = hit ? part.getValue() : part.getValue().replace("&x;", "x");
        String head = "<?xml version=\"1.0\"?>" + (hit ? "<!DOCTYPE x [" + doctype + "]>" : "");
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write((head + text).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void otherArchivesAndPicturesAreNotTables() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("../../etc/passwd"));
      zip.write(1);
    }
    assertThatThrownBy(() -> inspect(bytes.toByteArray()))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageContaining("archive");
    assertThatThrownBy(() -> inspect(workbookOfManyParts()))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageContaining("archive");
    byte[] noise = new byte[4_000];
    new java.util.Random(1).nextBytes(noise);
    assertThatThrownBy(() -> inspect(noise)).isInstanceOf(UnreadableFile.class);
    assertThatThrownBy(() -> inspect(new byte[0])).isInstanceOf(UnreadableFile.class);
  }

  private static byte[] workbookOfManyParts() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
      for (int i = 0; i < 1_000; i++) {
        zip.putNextEntry(new ZipEntry("xl/worksheets/sheet" + i + ".xml"));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void aMillionRowsPassWithoutBeingKept() throws IOException {
    Path file = folder.resolve("large.csv");
    try (var out = Files.newBufferedWriter(file)) {
      out.write("email,name,city\n");
      for (int i = 0; i < 1_000_000; i++) {
        out.write("person" + i + "@example.de,Person " + i + ",Kiel\n");
      }
    }
    FileShape shape = FileProbe.inspect(file);
    List<Integer> last = new ArrayList<>();
    System.gc();
    long before = used();
    long most = before;
    try (TableReader reader = TableReader.open(file, shape)) {
      int rows = 0;
      for (TableReader.Row row = reader.next(); row != null; row = reader.next()) {
        if (++rows % 250_000 == 0) {
          System.gc();
          most = Math.max(most, used());
        }
        if (rows == 1_000_001) {
          last.add(row.number());
        }
      }
    }
    assertThat(last).containsExactly(1_000_001);
    assertThat(most - before).isLessThan(30L << 20);
  }

  private static long allocatedBytes() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private FileShape inspect(byte[] content) throws IOException {
    Path file = folder.resolve("upload");
    Files.write(file, content);
    return FileProbe.inspect(file);
  }

  private static InputStream endless(byte[] block) {
    return new InputStream() {
      @Override
      public int read() {
        return 'a';
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        int count = Math.min(length, block.length);
        System.arraycopy(block, 0, target, offset, count);
        return count;
      }
    };
  }
}
