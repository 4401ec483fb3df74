package io.kundig.sources;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Takes a file of customers, in the order of the file.
@Component
class CustomerImport {

  private static final int ROWS_PER_CHUNK = 1_000;

  private final CustomerWriting writing;

  CustomerImport(CustomerWriting writing) {
    this.writing = writing;
  }

  void run(Import job, Path file, ImportRun run) throws IOException {
    Instant now = Objects.requireNonNull(job.startedAt());
    Layout layout = Layout.of(job.shape().columns(), job.mapping());
    CustomerRows rows = new CustomerRows(job.options(), job.shopId(), run.country(), now);
    int committed = committed(job.position());
    List<CustomerRows.Customer> chunk = new ArrayList<>();
    int gathered = 0;
    int last = committed;
    try (TableReader reader = TableReader.open(file, job.shape())) {
      reader.next();
      for (TableReader.Row row = reader.next(); row != null; row = reader.next()) {
        if (row.isEmpty() || row.number() <= committed) {
          continue;
        }
        run.tally().read();
        rows.read(layout.read(row), run.tally()).ifPresent(chunk::add);
        last = row.number();
        gathered++;
        if (gathered == ROWS_PER_CHUNK) {
          double done = (double) reader.bytesRead() / Math.max(1, job.shape().bytes());
          writing.write(job, chunk, run, done, last);
          chunk.clear();
          gathered = 0;
        }
      }
    }
    writing.write(job, chunk, run, 1, last);
  }

  private static int committed(@Nullable String position) {
    return position == null ? 1 : Integer.parseInt(position);
  }
}
