package io.kundig.ingest;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.databind.node.ValueNode;

/// Reads JSON from strangers: depth and sizes are bounded, and what PostgreSQL could not keep is
/// replaced while reading. A NUL becomes U+FFFD, as browsers do it; a number beyond reason becomes
/// its text. Of doubled keys the last counts.
final class TrackingJson {

  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 400;
  private static final int LARGEST_EXPONENT = 400;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .nodeFactory(new Nodes())
          .build();

  private TrackingJson() {}

  /// @throws tools.jackson.core.JacksonException when it is no JSON, or beyond the bounds
  static JsonNode read(byte[] bytes, int length) {
    return MAPPER.readTree(bytes, 0, length);
  }

  /// About how many characters it takes when written.
  static long length(JsonNode node) {
    long length = 2;
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        length += field.getKey().length() + 4 + length(field.getValue());
      }
      return length;
    }
    if (node instanceof ArrayNode array) {
      for (JsonNode element : array) {
        length += 1 + length(element);
      }
      return length;
    }
    return node.isValueNode() ? length + node.asString().length() : length;
  }

  private static final class Nodes extends JsonNodeFactory {

    @Override
    public StringNode stringNode(@Nullable String text) {
      return super.stringNode(
          text == null || text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD'));
    }

    @Override
    public ValueNode numberNode(@Nullable BigDecimal number) {
      if (number == null
          || (Math.abs((long) number.scale()) <= LARGEST_EXPONENT
              && number.precision() <= LARGEST_EXPONENT)) {
        return super.numberNode(number);
      }
      return stringNode(number.toString());
    }
  }
}
