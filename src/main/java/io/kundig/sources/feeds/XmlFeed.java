package io.kundig.sources.feeds;

import io.kundig.sources.feeds.FeedTrouble.Code;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Google Merchant's feed as RSS 2.0 (`item`) or Atom (`entry`), and what resembles it.
final class XmlFeed {

  private static final Set<String> ITEMS = Set.of("item", "entry", "product");
  private static final int DEEPEST = 100;
  private static final int LONGEST = 1 << 16;
  private static final XMLInputFactory XML = hardened();

  private XmlFeed() {}

  private static XMLInputFactory hardened() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }

  static void read(InputStream in, FeedFile.Sink sink) throws FeedTrouble {
    XMLStreamReader xml = null;
    try {
      xml = XML.createXMLStreamReader(in);
      int depth = 0;
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD) {
          throw new FeedTrouble(Code.XML_ENTITIES, line(xml), null);
        }
        if (event == XMLStreamConstants.START_ELEMENT) {
          if (++depth > DEEPEST) {
            throw new FeedTrouble(Code.XML_BROKEN, line(xml), "nested too deeply");
          }
          if (ITEMS.contains(xml.getLocalName().toLowerCase(java.util.Locale.ROOT))) {
            long line = line(xml);
            sink.accept(line, item(xml));
            depth--;
          }
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        }
      }
    } catch (XMLStreamException e) {
      throw broken(e, xml);
    }
  }

  private static FeedTrouble broken(XMLStreamException e, @Nullable XMLStreamReader xml)
      throws FeedTrouble {
    if (e.getNestedException() instanceof FeedFile.TooLarge) {
      return new FeedTrouble(Code.TOO_LARGE, null, (FeedFile.MOST_BYTES >> 20) + " MB");
    }
    String message = String.valueOf(e.getMessage());
    Long line = e.getLocation() == null ? null : (long) e.getLocation().getLineNumber();
    if (message.contains("The entity \"") || message.contains("DOCTYPE")) {
      return new FeedTrouble(Code.XML_ENTITIES, line, null);
    }
    if (line == null && xml != null) {
      line = line(xml);
    }
    return new FeedTrouble(Code.XML_BROKEN, line, null);
  }

  private static long line(XMLStreamReader xml) {
    return xml.getLocation().getLineNumber();
  }

  /// The fields of an entry; of several of a name the first.
  private static Map<String, String> item(XMLStreamReader xml)
      throws XMLStreamException, FeedTrouble {
    Map<String, String> fields = new HashMap<>();
    int depth = 1;
    String name = null;
    StringBuilder text = new StringBuilder();
    while (depth > 0) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++depth > DEEPEST) {
            throw new FeedTrouble(Code.XML_BROKEN, line(xml), "nested too deeply");
          }
          if (depth == 2) {
            name = xml.getLocalName();
            text.setLength(0);
            String href = xml.getAttributeValue(null, "href");
            if (href != null && isPage(xml)) {
              text.append(href);
            }
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (depth == 2 && text.length() < LONGEST) {
            text.append(xml.getText());
          }
        }
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new FeedTrouble(Code.XML_ENTITIES, line(xml), null);
        case XMLStreamConstants.END_ELEMENT -> {
          if (--depth == 1 && name != null && !text.toString().isBlank()) {
            fields.putIfAbsent(FeedFields.normal(name), text.toString());
          }
        }
        default -> {
          // comments and instructions say nothing
        }
      }
    }
    return fields;
  }

  /// Atom links to other things too.
  private static boolean isPage(XMLStreamReader xml) {
    String rel = xml.getAttributeValue(null, "rel");
    return rel == null || rel.equals("alternate");
  }
}
