package io.meshinfra.network.firewalld;

import io.meshinfra.model.Printable;
import io.meshinfra.network.firewalld.FirewalldReader.NotUnderstood;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Elements and attributes of a file; no text, no entities and no DTD. */
record XmlFile(String file, Element root) {
  /** One element with its attributes, and those inside of it. */
  record Element(
      String file, int line, String name, Map<String, String> attributes, List<Element> children) {
    Element {
      attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** Refuses another element, and one with other attributes. */
    void is(String wanted, Set<String> known) throws NotUnderstood {
      if (!name.equals(wanted)) {
        throw refused("an element " + Printable.quote(name) + " is not understood");
      }
      for (String attribute : attributes.keySet()) {
        if (!known.contains(attribute)) {
          throw refused("an attribute " + Printable.quote(attribute) + " is not understood");
        }
      }
    }

    /** The same, and with nothing inside: a limit in there would change what it says. */
    void isAlone(String wanted, Set<String> known) throws NotUnderstood {
      is(wanted, known);
      if (!children.isEmpty()) {
        throw children.getFirst().refused("nothing belongs into " + name);
      }
    }

    Optional<String> optional(String attribute) {
      return Optional.ofNullable(attributes.get(attribute));
    }

    String required(String attribute) throws NotUnderstood {
      return optional(attribute).orElseThrow(() -> refused(name + " has no " + attribute));
    }

    int number(String attribute) throws NotUnderstood {
      return understood(attribute, Integer::valueOf);
    }

    <T> T understood(String attribute, Function<String, T> meaning) throws NotUnderstood {
      String word = required(attribute);
      try {
        return meaning.apply(word);
      } catch (IllegalArgumentException e) {
        throw refused(attribute + " " + Printable.quote(word) + " is not understood");
      }
    }

    NotUnderstood refused(String message) {
      return new NotUnderstood("%s, line %d: %s".formatted(file, line, message));
    }
  }

  static XmlFile of(String file, String text) throws NotUnderstood {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
      return new XmlFile(file, root(file, reader));
    } catch (XMLStreamException e) {
      throw new NotUnderstood(file + ": " + Printable.line(String.valueOf(e.getMessage())));
    }
  }

  private static Element root(String file, XMLStreamReader reader)
      throws XMLStreamException, NotUnderstood {
    Deque<Element> open = new ArrayDeque<>();
    Optional<Element> root = Optional.empty();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          Element element = element(file, reader);
          if (!open.isEmpty()) {
            open.peek().children().add(element);
          } else {
            root = Optional.of(element);
          }
          open.push(element);
        }
        case XMLStreamConstants.END_ELEMENT -> open.pop();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> {
          if (!reader.getText().isBlank()) {
            throw new NotUnderstood(
                file + ": the text " + Printable.quote(reader.getText()) + " is not understood");
          }
        }
        case XMLStreamConstants.COMMENT, XMLStreamConstants.END_DOCUMENT -> {}
        default -> throw new NotUnderstood(file + ": only elements are understood");
      }
    }
    return root.orElseThrow(() -> new NotUnderstood(file + ": there is no element"));
  }

  private static Element element(String file, XMLStreamReader reader) {
    Map<String, String> attributes = new TreeMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return new Element(
        file,
        reader.getLocation().getLineNumber(),
        reader.getLocalName(),
        attributes,
        new ArrayList<>());
  }
}
