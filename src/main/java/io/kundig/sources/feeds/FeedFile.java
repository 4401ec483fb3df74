package io.kundig.sources.feeds;

import io.kundig.sources.feeds.FeedTrouble.Code;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A feed as it was fetched: finds out what it is and hands out its entries one after the other,
/// never all of them.
final class FeedFile {

  /// Unpacked.
  static final long MOST_BYTES = 2L << 30;

  static final int MOST_ITEMS = 1_000_000;

  private static final int HEAD = 4_096;

  private FeedFile() {}

  /// Takes the entries.
  interface Sink {

    /// @param line where it stands
    /// @param fields by names in lower case, such as `image_link`; `item_group_id` of a JSON
    ///   product's variants is the product's id
    void accept(long line, java.util.Map<String, String> fields) throws FeedTrouble;
  }

  static void read(Path file, Sink sink) throws FeedTrouble, IOException {
    read(file, sink, MOST_BYTES);
  }

  static void read(Path file, Sink sink, long most) throws FeedTrouble, IOException {
    Counting counted = new Counting(sink);
    try (InputStream in = open(file, most)) {
      byte[] head = head(in);
      switch (firstSign(head)) {
        case 0 -> throw new FeedTrouble(Code.EMPTY, null, null);
        case '<' -> {
          if (isPage(head)) {
            throw new FeedTrouble(Code.NOT_A_FEED, null, null);
          }
          XmlFeed.read(in, counted);
        }
        case '{', '[' -> JsonFeed.read(in, counted);
        default -> TableFeed.read(in, head, counted);
      }
    } catch (TooLarge e) {
      throw new FeedTrouble(Code.TOO_LARGE, null, (MOST_BYTES >> 20) + " MB");
    } catch (EOFException | ZipException e) {
      throw new FeedTrouble(Code.UNREACHABLE, null, "the packed file is cut off or damaged");
    }
    if (counted.items == 0) {
      throw new FeedTrouble(Code.NO_ITEMS, null, null);
    }
  }

  private static InputStream open(Path file, long most) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    raw.mark(2);
    boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    return new BufferedInputStream(
        new Capped(packed ? new GZIPInputStream(raw, 1 << 16) : raw, most), 1 << 16);
  }

  private static byte[] head(InputStream in) throws IOException {
    in.mark(HEAD);
    byte[] head = in.readNBytes(HEAD);
    in.reset();
    return head;
  }

  /// The first byte that is not white, nor of a byte order mark; 0 for none.
  private static int firstSign(byte[] head) {
    for (byte b : head) {
      int sign = b & 0xff;
      if (sign > ' ' && sign != 0xEF && sign != 0xBB && sign != 0xBF && sign < 0xFE) {
        return sign;
      }
    }
    return 0;
  }

  private static boolean isPage(byte[] head) {
    String text = new String(head, java.nio.charset.StandardCharsets.ISO_8859_1).toLowerCase();
    return text.contains("<!doctype html") || text.contains("<html");
  }

  private static final class Counting implements Sink {
    private final Sink sink;
    private int items;

    Counting(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void accept(long line, java.util.Map<String, String> fields) throws FeedTrouble {
      if (++items > MOST_ITEMS) {
        throw new FeedTrouble(Code.TOO_LARGE, line, MOST_ITEMS + "");
      }
      sink.accept(line, fields);
    }
  }

  static final class TooLarge extends IOException {}

  private static final class Capped extends FilterInputStream {
    private long left;

    Capped(InputStream in, long most) {
      super(in);
      left = most;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int bytes) throws TooLarge {
      left -= bytes;
      if (left < 0) {
        throw new TooLarge();
      }
    }
  }
}
