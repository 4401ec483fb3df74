package io.kundig.sources;

import io.kundig.accounts.AuditAction;
import io.kundig.accounts.AuditLog;
import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.shared.Conflict;
import io.kundig.shared.Ids;
import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What staff do with imports; the work itself is the worker's.
@Component
class Imports {

  private static final int LONGEST_FILE_NAME = 120;

  private final ImportStore store;
  private final UploadFolder folder;
  private final ImportWorker worker;
  private final Shops shops;
  private final AuditLog audit;
  private final Clock clock;

  Imports(
      ImportStore store,
      UploadFolder folder,
      ImportWorker worker,
      Shops shops,
      AuditLog audit,
      Clock clock) {
    this.store = store;
    this.folder = folder;
    this.worker = worker;
    this.shops = shops;
    this.audit = audit;
    this.clock = clock;
  }

  /// Puts an upload where it waits to be taken.
  interface Upload {
    void moveTo(Path target) throws IOException;
  }

  Import create(ImportKind kind, int shopId, @Nullable String fileName, Upload upload)
      throws IOException {
    Shop shop = shops.get(shopId);
    Instant now = clock.instant();
    UUID id = Ids.random(now);
    Path file = folder.fileOf(id);
    try {
      upload.moveTo(file);
      FileShape shape = FileProbe.inspect(file);
      Import fresh =
          new Import(
              id,
              shopId,
              kind,
              shown(fileName),
              ImportState.MAPPING,
              shape,
              Headings.suggest(kind, shape.columns()),
              ImportOptions.suggested(shape, shop),
              Import.Progress.none(shape.bytes()),
              null,
              List.of(),
              null,
              false,
              now,
              null,
              null);
      store.insert(fresh);
      return fresh;
    } catch (UnreadableFile e) {
      folder.delete(id);
      throw new Invalid("file", e.words().de() + " / " + e.words().en(), "");
    } catch (IOException | RuntimeException e) {
      folder.delete(id);
      throw e;
    }
  }

  /// The name only, without path and control characters: it is shown, never opened.
  private static String shown(@Nullable String fileName) {
    String name = fileName == null ? "" : fileName.replaceAll("^.*[/\\\\]", "");
    String clean = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "").strip();
    if (clean.isEmpty()) {
      return "import.csv";
    }
    return clean.length() <= LONGEST_FILE_NAME ? clean : clean.substring(0, LONGEST_FILE_NAME);
  }

  Import get(UUID id) {
    return store.find(id).orElseThrow(() -> new NotFound("import", id));
  }

  List<Import> newest(int limit) {
    return store.newest(limit);
  }

  @Transactional
  Import remap(UUID id, Map<String, @Nullable String> mapping, @Nullable ImportOptions options) {
    Import known = get(id);
    Map<String, @Nullable String> checked = checked(known, mapping);
    ImportOptions chosen = options == null ? known.options() : options.orElse(known.options());
    String invalid = chosen.firstInvalid();
    if (invalid != null) {
      throw new Invalid(
          "options." + invalid, "This value is not known.", "Choose one of those offered.");
    }
    if (!store.remap(id, checked, chosen)) {
      throw new Conflict("This import has already begun; its columns cannot be changed any more.");
    }
    return get(id);
  }

  private static Map<String, @Nullable String> checked(
      Import known, Map<String, @Nullable String> mapping) {
    Map<String, @Nullable String> all = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (String column : known.shape().columns()) {
      String field = mapping.get(column);
      if (field != null && !known.kind().knows(field)) {
        throw new Invalid(
            "mapping." + column, "There is no field " + field + ".", "Choose another.");
      }
      if (field != null && !taken.add(field)) {
        throw new Invalid(
            "mapping." + column,
            "Two columns are mapped to " + field + ".",
            "Leave one of them out.");
      }
      all.put(column, field);
    }
    return all;
  }

  @Transactional
  Import start(UUID id, ImportState work) {
    Import known = get(id);
    if (!known.state().mayStart()) {
      throw new Conflict("This import is " + known.state().code() + " and cannot be started.");
    }
    requireMapped(known);
    if (!store.begin(known, work, clock.instant())) {
      throw new Conflict("This import has just been started by somebody else.");
    }
    if (work == ImportState.RUNNING) {
      Map<String, @Nullable Object[]> changes = new HashMap<>();
      changes.put("file", new @Nullable Object[] {null, known.fileName()});
      audit.record(AuditAction.IMPORT_STARTED, "import:" + id, changes);
    }
    worker.wake();
    return get(id);
  }

  private static void requireMapped(Import known) {
    Set<String> fields = new HashSet<>();
    known.mapping().values().stream().filter(field -> field != null).forEach(fields::add);
    for (ImportField field : known.kind().fields()) {
      if (field.required() && !fields.contains(field.key())) {
        throw new Invalid(
            "mapping." + field.key(),
            "No column is mapped to “" + field.label().en() + "”.",
            "Choose the column that holds it.");
      }
    }
    boolean amounts =
        fields.contains("total") || fields.contains("unitPrice") || fields.contains("lineTotal");
    if (known.kind() == ImportKind.ORDERS && !amounts) {
      throw new Invalid(
          "mapping.total", "No column holds an amount.", "Map the total or the unit price.");
    }
    boolean people =
        fields.contains("email") || fields.contains("phone") || fields.contains("customerId");
    if (known.kind() == ImportKind.CUSTOMERS && !people) {
      throw new Invalid(
          "mapping.email",
          "No column tells who the rows are about.",
          "Map the email address, the phone or the customer number.");
    }
    if (known.options().takesConsent()) {
      requireProof(known, fields);
    }
  }

  private static void requireProof(Import known, Set<String> fields) {
    if (!fields.contains("consent") || !fields.contains("optInAt")) {
      throw new Invalid(
          "mapping.optInAt",
          "Consent can only be taken over with the time it was given.",
          "Map the columns with the consent and with its time, or leave consent out.");
    }
    String wording = known.options().consentWording();
    if (!fields.contains("consentWording") && (wording == null || wording.isBlank())) {
      throw new Invalid(
          "options.consentWording",
          "Consent can only be taken over with the sentence people agreed to.",
          "Write down the wording of the sign-up form.");
    }
    String source = known.options().consentSource();
    if (!fields.contains("consentSource") && (source == null || source.isBlank())) {
      throw new Invalid(
          "options.consentSource",
          "Consent can only be taken over with the place where it was given.",
          "Write down the form or the page.");
    }
  }

  Import cancel(UUID id) {
    Import known = get(id);
    if (known.state().isWorking()) {
      store.requestCancel(id);
      worker.wake();
    } else {
      store.abandon(id, clock.instant());
      folder.delete(id);
    }
    return get(id);
  }
}
