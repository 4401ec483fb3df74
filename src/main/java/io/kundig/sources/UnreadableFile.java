package io.kundig.sources;

/// A file that cannot be taken as a table, with the reason for the person who chose it.
final class UnreadableFile extends RuntimeException {

  private final Words words;

  UnreadableFile(String german, String english) {
    super(english);
    this.words = new Words(german, english);
  }

  Words words() {
    return words;
  }
}
