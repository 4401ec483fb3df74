package io.kundig.platform;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What `/openapi.json` says beyond the shapes of the controllers: which fields may be null, stable
/// names of operations, how to get in.
@Component
class ApiDescription implements OpenApiCustomizer, ModelConverter {

  static {
    SpringDocUtils.getConfig()
        .replaceWithClass(JsonNode.class, Object.class)
        .replaceWithClass(ObjectNode.class, Object.class);
  }

  private final Map<String, SortedSet<String>> typesByName = new ConcurrentHashMap<>();

  /// Names that stand for two types: only one of them is described.
  Map<String, SortedSet<String>> ambiguousNames() {
    Map<String, SortedSet<String>> ambiguous = new ConcurrentHashMap<>(typesByName);
    ambiguous.values().removeIf(types -> types.size() < 2);
    return ambiguous;
  }

  @Override
  public void customise(OpenAPI api) {
    api.info(
            new Info()
                .title("Kundig")
                .version("v1")
                .description("Errors are problems as in RFC 9457, lists pages with a cursor.")
                .license(new License().name("Apache-2.0")))
        .servers(List.of(new Server().url("/")));
    api.getComponents()
        .addSecuritySchemes(
            "key", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"))
        .addSecuritySchemes(
            "session",
            new SecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.COOKIE)
                .name("kundig_session"));
    api.security(
        List.of(
            new SecurityRequirement().addList("key"),
            new SecurityRequirement().addList("session")));
    api.getPaths()
        .forEach(
            (path, item) ->
                item.readOperationsMap()
                    .forEach((method, operation) -> name(method, path, operation)));
  }

  /// `GET /api/v1/flows/{id}/people` is `getFlowsByIdPeople`, in the group `flows`.
  private static void name(PathItem.HttpMethod method, String path, Operation operation) {
    StringBuilder name = new StringBuilder(method.name().toLowerCase(Locale.ROOT));
    String inner = path.replaceFirst("^/(api/)?v1/", "");
    for (String part : inner.split("[/\\-.]")) {
      String word =
          part.startsWith("{")
              ? "By" + capital(part.substring(1, part.length() - 1))
              : capital(part);
      name.append(word);
    }
    operation.setOperationId(name.toString());
    operation.setTags(List.of(inner.replaceFirst("/.*", "")));
  }

  private static String capital(String word) {
    return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    if (!chain.hasNext()) {
      return null;
    }
    Schema<?> schema = chain.next().resolve(type, context, chain);
    if (schema != null && schema.get$ref() != null && type.getType() != null) {
      JavaType java = Json31.mapper().constructType(type.getType());
      String name = schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
      Schema<?> model = context.getDefinedModels().get(name);
      if (java.getRawClass().isRecord() && model != null && model.getProperties() != null) {
        typesByName.computeIfAbsent(name, n -> new TreeSet<>()).add(java.toCanonical());
        nullness(java.getRawClass(), model);
      }
    }
    return schema;
  }

  private static void nullness(Class<?> record, Schema<?> model) {
    for (RecordComponent component : record.getRecordComponents()) {
      Schema<?> property = (Schema<?>) model.getProperties().get(component.getName());
      if (property == null) {
        continue;
      }
      if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        model.getProperties().put(component.getName(), orNull(property));
      } else if (model.getRequired() == null
          || !model.getRequired().contains(component.getName())) {
        model.addRequiredItem(component.getName());
      }
    }
  }

  private static Schema<?> orNull(Schema<?> schema) {
    if (schema.get$ref() != null) {
      Schema<Object> nothing = new Schema<>();
      nothing.addType("null");
      return new Schema<>().addAnyOfItem(schema).addAnyOfItem(nothing);
    }
    if (schema.getTypes() != null && !schema.getTypes().isEmpty()) {
      schema.addType("null");
    }
    return schema;
  }
}
