package io.kundig.forms;

import java.util.Map;

/// First names as people type them into forms.
final class Names {

  private static final int LONGEST = 60;

  private Names() {}

  /// Nothing for what can be no name: a sign-up must not carry advertising to others.
  static Map<String, Object> traits(String firstName) {
    String name = firstName.strip().replaceAll("\\s+", " ");
    boolean usable =
        !name.isEmpty()
            && name.length() <= LONGEST
            && name.codePoints().allMatch(Names::isNameCharacter);
    return usable ? Map.of("first_name", name) : Map.of();
  }

  private static boolean isNameCharacter(int c) {
    return Character.isLetter(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || c == ' '
        || c == '-'
        || c == '\''
        || c == '’'
        || c == '.';
  }
}
