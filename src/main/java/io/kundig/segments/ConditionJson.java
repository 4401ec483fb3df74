package io.kundig.segments;

import io.kundig.shared.Invalid;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of conditions, version 1, which `docs/guide/en/segments-api.md` describes.
///
/// Whatever is not exactly of this form is [Invalid]: its violations name the path of each wrong
/// part (`of[2].where[0].op`) and a stable code.
@Component
public class ConditionJson {

  /// What [#read] reads and [#write] writes.
  public static final int VERSION = 1;

  private static final JsonMapper JSON = JsonMapper.shared();

  /// @throws Invalid if it is no condition
  public Condition read(String json) {
    try {
      return read(JSON.readTree(json), "");
    } catch (JacksonException e) {
      throw JsonPart.invalid("", "not_json", "That is no JSON.", Map.of());
    }
  }

  /// @param path where the node is in what the caller was sent, such as `condition`; may be empty
  /// @throws Invalid if it is no condition
  public Condition read(JsonNode node, String path) {
    return new ConditionReader().read(node, path, 1);
  }

  /// Reading it again gives an equal condition; equal conditions give the same text.
  public String write(Condition condition) {
    return tree(condition).toString();
  }

  /// The same as a tree.
  public ObjectNode tree(Condition condition) {
    return ConditionWriter.write(condition);
  }
}
