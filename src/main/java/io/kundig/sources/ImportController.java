package io.kundig.sources;

import io.kundig.shared.Invalid;
import io.kundig.shared.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/// Imports over HTTP.
@RestController
@RequestMapping("/api/v1/imports")
class ImportController {

  private static final int NEWEST = 100;

  private final Imports imports;
  private final ErrorFile errorFile;

  ImportController(Imports imports, ErrorFile errorFile) {
    this.imports = imports;
    this.errorFile = errorFile;
  }

  @GetMapping
  Page<ImportView> list() {
    return new Page<>(imports.newest(NEWEST).stream().map(ImportView::of).toList(), null);
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<ImportView> upload(
      @RequestParam MultipartFile file, @RequestParam String kind, @RequestParam int shopId)
      throws IOException {
    Import created =
        imports.create(kindOf(kind), shopId, file.getOriginalFilename(), file::transferTo);
    return ResponseEntity.created(URI.create("/api/v1/imports/" + created.id()))
        .body(ImportView.of(created));
  }

  private static ImportKind kindOf(String code) {
    return switch (code) {
      case "customers" -> ImportKind.CUSTOMERS;
      case "orders" -> ImportKind.ORDERS;
      default ->
          throw new Invalid("kind", "There is no such kind of import.", "Use customers or orders.");
    };
  }

  @GetMapping("/{id}")
  ImportView get(@PathVariable UUID id) {
    return ImportView.of(imports.get(id));
  }

  @PutMapping("/{id}/mapping")
  ImportView remap(@PathVariable UUID id, @RequestBody MappingForm form) {
    return ImportView.of(
        imports.remap(id, Objects.requireNonNullElse(form.mapping(), Map.of()), form.options()));
  }

  @PostMapping("/{id}/dry-run")
  ResponseEntity<ImportView> dryRun(@PathVariable UUID id) {
    return ResponseEntity.accepted().body(ImportView.of(imports.start(id, ImportState.CHECKING)));
  }

  @PostMapping("/{id}/start")
  ResponseEntity<ImportView> start(@PathVariable UUID id) {
    return ResponseEntity.accepted().body(ImportView.of(imports.start(id, ImportState.RUNNING)));
  }

  @PostMapping("/{id}/cancel")
  ResponseEntity<ImportView> cancel(@PathVariable UUID id) {
    return ResponseEntity.accepted().body(ImportView.of(imports.cancel(id)));
  }

  /// The rows that were not taken, with the reason in the reader's language.
  @GetMapping(value = "/{id}/errors.csv", produces = "text/csv")
  void errors(@PathVariable UUID id, Locale locale, HttpServletResponse response)
      throws IOException {
    Import job = imports.get(id);
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"errors.csv\"");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    errorFile.write(job, locale.getLanguage().equals("de"), response.getOutputStream());
  }

  /// @param mapping column → field; a column that is null or missing is left out
  record MappingForm(
      @Nullable Map<String, @Nullable String> mapping, @Nullable ImportOptions options) {}
}
