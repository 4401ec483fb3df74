package io.kundig.sources;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts what is read and refuses to go on beyond a limit: what a small file unpacks to may be
/// endless.
final class CappedStream extends FilterInputStream {

  private final long limit;
  private long count;

  CappedStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      counted(1);
    }
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    if (read > 0) {
      counted(read);
    }
    return read;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = super.skip(n);
    counted(skipped);
    return skipped;
  }

  private void counted(long bytes) {
    count += bytes;
    if (count > limit) {
      long megabytes = limit >> 20;
      throw new UnreadableFile(
          "Die Datei ist ausgepackt größer als %d MB. Teile sie in mehrere.".formatted(megabytes),
          "Unpacked, the file is larger than %d MB. Split it into several.".formatted(megabytes));
    }
  }
}
