package io.kundig.sources;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.kundig.platform.CsvCell;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/// The rows of an import that were not taken, as a CSV file with the reason before the cells. Cells
/// that a spreadsheet would run as a formula are disarmed by an apostrophe.
@Component
class ErrorFile {

  /// Also behind white space, and in the wide forms that spreadsheets of East Asia take.
  private final RejectedRows rejectedRows;

  ErrorFile(RejectedRows rejectedRows) {
    this.rejectedRows = rejectedRows;
  }

  void write(Import job, boolean german, OutputStream out) throws IOException {
    Layout layout = Layout.of(job.shape().columns(), job.mapping());
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writer.write('\uFEFF');
    try (CsvWriter csv = CsvWriter.builder().fieldSeparator(german ? ';' : ',').build(writer)) {
      List<String> header = new ArrayList<>();
      header.add(german ? "Zeile" : "Row");
      header.add(german ? "Ergebnis" : "Result");
      header.add(german ? "Grund" : "Reason");
      layout.columns().forEach(column -> header.add(CsvCell.disarmed(column)));
      csv.writeRecord(header);
      rejectedRows.forEach(
          job.id(),
          row -> {
            List<String> cells = new ArrayList<>();
            cells.add(String.valueOf(row.row()));
            cells.add(result(row.effect(), german));
            cells.add(CsvCell.disarmed(german ? row.words().de() : row.words().en()));
            for (String cell : layout.unpack(row.row(), row.cells()).values()) {
              cells.add(CsvCell.disarmed(cell));
            }
            csv.writeRecord(cells);
          });
    }
  }

  private static String result(RowProblem.Effect effect, boolean german) {
    return switch (effect) {
      case FAILED -> german ? "nicht übernommen" : "not taken";
      case SKIPPED -> german ? "übergangen" : "left out";
      case NOTED -> german ? "übernommen mit Hinweis" : "taken with a note";
    };
  }
}
