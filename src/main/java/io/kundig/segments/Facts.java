package io.kundig.segments;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Purpose;
import io.kundig.profiles.ProfileId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// What is known of one profile, read out of its packed form as far as it is asked for. One thread
/// at a time.
final class Facts {

  /// Changes when the meaning of the bytes does: with the codec, and with the order of the
  /// constants of [ChannelKind], [Purpose], [ConsentChange.State], [ConsentChange.Method],
  /// [Suppression.Reason] and [Condition.IdentifierKind].
  static final int FORMAT = 1;

  private static final ConsentChange.State[] STATES = ConsentChange.State.values();
  private static final ConsentChange.Method[] METHODS = ConsentChange.Method.values();

  private final ProfileId id;
  private final IntPredicate memberOf;
  private final byte[] events;
  private final Blocks happened;
  private final byte[] state;
  private @Nullable State known;
  private Map<Integer, Value> moreTraits = Map.of();
  private Blocks moreOrders = Blocks.NONE;

  /// @param memberOf whether the profile is in the segment of a number
  Facts(ProfileId id, byte[] events, byte[] state, IntPredicate memberOf) {
    this.id = id;
    this.memberOf = memberOf;
    this.events = events;
    this.happened = new Blocks(events);
    this.state = state;
  }

  /// The same, with traits and streams of orders that are not in the packed form.
  Facts with(Map<Integer, Value> traits, byte[] orders) {
    Facts more = new Facts(id, events, state, memberOf);
    more.moreTraits = traits;
    more.moreOrders = new Blocks(orders);
    return more;
  }

  ProfileId id() {
    return id;
  }

  boolean isIn(int segment) {
    return memberOf.test(segment);
  }

  /// The occurrences of a stream of events.
  Series events(int stream) {
    return happened.series(stream);
  }

  /// The occurrences of a stream of orders.
  Series orders(int stream) {
    Series more = moreOrders.series(stream);
    return more.size() > 0 ? more : state().orders.series(stream);
  }

  /// Since when they are on a list, as one occurrence; none if they are not.
  Series onList(int list) {
    return state().orders.series(PersonState.LISTS + list);
  }

  @Nullable Value trait(int number) {
    Value more = moreTraits.get(number);
    return more != null ? more : state().traits.value(number);
  }

  /// Milliseconds since 1970.
  long created() {
    return state().created;
  }

  /// In lower case with hyphens, such as `de-at`; empty if unknown.
  String language() {
    return state().language;
  }

  boolean isKnownBy(Condition.IdentifierKind kind) {
    return (state().kinds & 1L << kind.ordinal()) != 0;
  }

  boolean hasAddress(ChannelKind channel) {
    return (state().addresses & 1L << channel.ordinal()) != 0;
  }

  @Nullable Consent consent(ChannelKind channel, Purpose purpose) {
    for (Consent consent : state().consents) {
      if (consent.channel == channel.ordinal() && consent.purpose == purpose.ordinal()) {
        return consent;
      }
    }
    return null;
  }

  /// The ordinal of the reason for which a channel is suppressed; -1 if it is not.
  int suppression(ChannelKind channel) {
    for (long one : state().suppressions) {
      if ((one & 0xF) == channel.ordinal()) {
        return (int) (one >>> 4);
      }
    }
    return -1;
  }

  private State state() {
    if (known == null) {
      known = new State(state);
    }
    return known;
  }

  /// @param since milliseconds since 1970
  record Consent(
      int channel,
      int purpose,
      ConsentChange.State state,
      ConsentChange.Method method,
      long since) {}

  private static final class State {

    private final long created;
    private final String language;
    private final long kinds;
    private final long addresses;
    private final List<Consent> consents = new ArrayList<>(4);
    private final long[] suppressions;
    private final Blocks traits;
    private final Blocks orders;

    State(byte[] bytes) {
      if (bytes.length == 0) {
        created = Long.MAX_VALUE;
        language = "";
        kinds = 0;
        addresses = 0;
        suppressions = new long[0];
        traits = Blocks.NONE;
        orders = Blocks.NONE;
        return;
      }
      var in = new Packed.Reader(bytes, 0);
      created = Series.EPOCH + in.signed();
      language = in.text();
      kinds = in.number();
      addresses = in.number();
      for (int left = in.count(); left > 0; left--) {
        consents.add(consent(in));
      }
      suppressions = new long[in.count()];
      Arrays.setAll(suppressions, _ -> in.number());
      traits = new Blocks(in, in.count(), bytes);
      orders = new Blocks(in, Integer.MAX_VALUE, bytes);
    }

    private static Consent consent(Packed.Reader in) {
      int bits = in.count();
      return new Consent(
          bits & 0xF,
          bits >>> 4 & 0xF,
          STATES[bits >>> 8 & 0xF],
          METHODS[bits >>> 12],
          Series.EPOCH + in.signed());
    }
  }

  /// Numbered blocks of bytes behind each other.
  private static final class Blocks {

    static final Blocks NONE = new Blocks(new byte[0]);

    private final byte[] bytes;
    private int size;
    private int[] numbers = new int[8];
    private int[] places = new int[8];
    private @Nullable Object[] read = new Object[8];

    Blocks(byte[] bytes) {
      this(new Packed.Reader(bytes, 0), Integer.MAX_VALUE, bytes);
    }

    Blocks(Packed.Reader in, int most, byte[] bytes) {
      this.bytes = bytes;
      while (size < most && in.hasMore()) {
        if (size == numbers.length) {
          numbers = Arrays.copyOf(numbers, 2 * size);
          places = Arrays.copyOf(places, 2 * size);
          read = Arrays.copyOf(read, 2 * size);
        }
        numbers[size] = in.count();
        int length = in.count();
        places[size++] = in.at();
        in.skip(length);
      }
    }

    Series series(int number) {
      int index = Arrays.binarySearch(numbers, 0, size, number);
      if (index < 0) {
        return Series.EMPTY;
      }
      if (read[index] instanceof Series series) {
        return series;
      }
      Series series = Series.read(new Packed.Reader(bytes, places[index]));
      read[index] = series;
      return series;
    }

    @Nullable Value value(int number) {
      int index = Arrays.binarySearch(numbers, 0, size, number);
      if (index < 0) {
        return null;
      }
      if (read[index] instanceof Value value) {
        return value;
      }
      Value value = PersonState.readValue(new Packed.Reader(bytes, places[index]));
      read[index] = value;
      return value;
    }
  }
}
