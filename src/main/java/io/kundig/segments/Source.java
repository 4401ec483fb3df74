package io.kundig.segments;

/// A stream to be found in somebody's facts.
record Source(StreamKey.Source source, int stream) {

  Series of(Facts facts) {
    return source == StreamKey.Source.EVENTS ? facts.events(stream) : facts.orders(stream);
  }
}
