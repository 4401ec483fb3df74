package io.kundig.segments;

/// A length of time such as 30 days.
///
/// @param n at least 1
public record Span(int n, Unit unit) {}
