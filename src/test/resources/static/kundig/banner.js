// A part under test.
