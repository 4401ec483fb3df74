package io.kundig.orders;

import io.kundig.orders.ExchangeRateStore.ExchangeRate;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Reads the euro's reference rates as the European Central Bank publishes them: `Cube` elements,
/// one for each day (`time`), in it one for each currency (`currency`, `rate`).
final class ReferenceRates {

  private static final int MOST = 400_000;
  private static final int LONGEST_NUMBER = 24;
  private static final Pattern CODE = Pattern.compile("[A-Z]{3}");
  private static final XMLInputFactory XML = hardened();

  private ReferenceRates() {}

  /// What came is no list of rates.
  static final class NoRates extends Exception {
    NoRates(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private static XMLInputFactory hardened() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  static List<ExchangeRate> read(byte[] body) throws NoRates {
    List<ExchangeRate> rates = new ArrayList<>();
    try {
      XMLStreamReader xml = XML.createXMLStreamReader(new ByteArrayInputStream(body));
      LocalDate day = null;
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamConstants.START_ELEMENT || !xml.getLocalName().equals("Cube")) {
          continue;
        }
        String time = xml.getAttributeValue(null, "time");
        if (time != null) {
          day = LocalDate.parse(time);
        }
        add(xml, day, rates);
        if (rates.size() > MOST) {
          throw new NoRates("there are more rates than there can be");
        }
      }
    } catch (XMLStreamException | DateTimeException | NumberFormatException e) {
      throw new NoRates("this is no list of reference rates");
    }
    if (rates.isEmpty()) {
      throw new NoRates("there are no rates in it");
    }
    return rates;
  }

  private static void add(XMLStreamReader xml, @Nullable LocalDate day, List<ExchangeRate> rates) {
    String code = xml.getAttributeValue(null, "currency");
    String rate = xml.getAttributeValue(null, "rate");
    if (day == null || code == null || rate == null || !CODE.matcher(code).matches()) {
      return;
    }
    if (rate.length() > LONGEST_NUMBER || rate.contains("e") || rate.contains("E")) {
      throw new NumberFormatException("no rate");
    }
    BigDecimal worth = new BigDecimal(rate);
    if (worth.signum() > 0) {
      rates.add(new ExchangeRate(ExchangeRateStore.EURO, code, day, worth));
    }
  }
}
