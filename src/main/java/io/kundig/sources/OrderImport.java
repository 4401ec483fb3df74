package io.kundig.sources;

import io.kundig.sources.OrderChunk.Position;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Takes a file of order rows: stages them, then writes whole orders customer by customer.
@Component
class OrderImport {

  /// The part of the work that staging is.
  private static final double STAGING = 0.3;

  private static final int ROWS_PER_COPY = 20_000;

  private final Staging staging;
  private final OrderWriting writing;
  private final Clock clock;

  OrderImport(Staging staging, OrderWriting writing, Clock clock) {
    this.staging = staging;
    this.writing = writing;
    this.clock = clock;
  }

  void run(Import job, Path file, ImportRun run) throws IOException, SQLException {
    Position committed = Position.parse(job.position());
    Layout layout = Layout.of(job.shape().columns(), job.mapping());
    try (Beside beside = new Beside()) {
      long staged = stage(job, file, layout, run, committed == null, beside);
      Assembly assembly = new Assembly(layout, job, run, committed, staged, beside);
      staging.forEach(committed == null ? null : committed.customer(), assembly::accept);
      assembly.finish();
    }
    staging.clear();
  }

  /// @param first whether its findings are new
  private long stage(
      Import job, Path file, Layout layout, ImportRun run, boolean first, Beside beside)
      throws IOException, SQLException {
    staging.clear();
    OrderRows rows = new OrderRows(job.options(), job.shopId(), run.country(), clock.instant());
    Tally tally = first ? run.tally() : run.unheard();
    StringBuilder batch = new StringBuilder();
    long staged = 0;
    try (TableReader reader = TableReader.open(file, job.shape())) {
      reader.next();
      for (TableReader.Row row = reader.next(); row != null; row = reader.next()) {
        if (row.isEmpty()) {
          continue;
        }
        tally.read();
        Optional<OrderRows.StagedRow> read = rows.read(layout.read(row), tally);
        if (read.isPresent()) {
          Staging.line(batch, read.get());
          staged++;
          if (staged % ROWS_PER_COPY == 0) {
            String full = batch.toString();
            beside.run(() -> staging.copy(full));
            batch.setLength(0);
            if (first) {
              run.progressed(STAGING * reader.bytesRead() / Math.max(1, job.shape().bytes()));
            }
          }
        }
      }
    }
    String rest = batch.toString();
    beside.run(() -> staging.copy(rest));
    beside.await();
    if (first) {
      run.progressed(STAGING);
    }
    return staged;
  }

  /// Puts the rows together into orders, and credits onto orders.
  private final class Assembly {

    private final Layout layout;
    private final Import job;
    private final ImportRun run;
    private final long staged;
    private final Beside beside;
    private @Nullable Position skipTo;
    private @Nullable OrderDraft draft;
    private CreditBook book = new CreditBook();
    private String customer = "";
    private OrderChunk chunk = new OrderChunk();
    private long done;

    Assembly(
        Layout layout,
        Import job,
        ImportRun run,
        @Nullable Position committed,
        long staged,
        Beside beside) {
      this.layout = layout;
      this.job = job;
      this.run = run;
      this.skipTo = committed;
      this.staged = staged;
      this.beside = beside;
    }

    void accept(Staging.Row row) throws IOException, SQLException {
      if (draft == null || !draft.isOf(row)) {
        complete();
        draft = new OrderDraft(row);
      }
      draft.add(layout.unpack(row.number(), row.cells()), row.cells());
      done++;
    }

    void finish() throws IOException, SQLException {
      complete();
      flush();
      beside.await();
    }

    private void complete() throws IOException, SQLException {
      OrderDraft order = draft;
      draft = null;
      if (order == null) {
        return;
      }
      if (!order.customer.equals(customer)) {
        customer = order.customer;
        book = new CreditBook();
      }
      OrderChunk target = skipTo == null ? chunk : new OrderChunk();
      if (!order.isRefused()) {
        if (order.isCredit()) {
          credit(order, target);
        } else {
          book.sold(order);
          target.add(order);
        }
      }
      target.reached(order);
      if (skipTo != null && skipTo.orderRef().equals(order.ref)) {
        skipTo = null;
      }
      if (chunk.isFull()) {
        flush();
      }
    }

    private void credit(OrderDraft note, OrderChunk target) {
      Map<String, BigDecimal> parts = new LinkedHashMap<>();
      Map<Integer, Boolean> matched = new HashMap<>();
      for (OrderDraft.Line line : note.lines()) {
        var found = book.takeBack(line.product(), line.amount().abs());
        found.forEach((order, amount) -> parts.merge(order, amount, BigDecimal::add));
        matched.put(line.cells().row(), !found.isEmpty());
      }
      int creditRows = 0;
      for (Layout.Cells row : note.rows()) {
        if (matched.getOrDefault(row.row(), false)) {
          creditRows++;
        } else {
          note.refuse(RowProblem.CREDIT_WITHOUT_ORDER, row);
        }
      }
      target.add(note, parts, creditRows);
    }

    private void flush() throws IOException, SQLException {
      if (chunk.isEmpty()) {
        return;
      }
      OrderChunk full = chunk;
      chunk = new OrderChunk();
      double part = STAGING + (1 - STAGING) * done / Math.max(1, staged);
      beside.run(() -> writing.write(job, full, run, part));
    }
  }
}
