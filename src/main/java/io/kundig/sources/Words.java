package io.kundig.sources;

/// One sentence in the two languages of the app.
record Words(String de, String en) {}
