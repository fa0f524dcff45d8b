package io.meshinfra.desired.yaml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML text into marked trees, one per document. */
public final class MarkedReader {
  /** As deep as {@link TreeBuilder} takes it. */
  private static final int DEEPEST = 64;

  private final String file;
  private final String text;
  private final Offsets offsets;
  private final Iterator<Event> events;

  private MarkedReader(String file, String text) {
    this.file = file;
    this.text = text;
    this.offsets = new Offsets(text);
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setParseComments(false)
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** The documents of a text that {@link YamlReader} takes; empty when it would not. */
  public static Optional<List<Marked>> read(String file, String text) {
    try {
      MarkedReader reader = new MarkedReader(file, text);
      List<Marked> documents = new ArrayList<>();
      while (reader.events.hasNext()) {
        if (reader.events.next().getEventId() == Event.ID.DocumentStart) {
          documents.add(reader.node(reader.events.next(), 0));
        }
      }
      return Optional.of(documents);
    } catch (YamlEngineException | TooOdd e) {
      return Optional.empty();
    }
  }

  private Marked node(Event event, int depth) throws TooOdd {
    if (depth > DEEPEST) {
      throw new TooOdd("too deep");
    }
    boolean shared = ((NodeEvent) event).getAnchor().isPresent();
    return switch (event) {
      case AliasEvent alias ->
          new Marked.Alias(alias.getAlias().getValue(), position(event), start(event), end(event));
      case ScalarEvent scalar -> scalar(scalar, shared);
      case SequenceStartEvent list -> items(list, shared, depth);
      case MappingStartEvent map -> fields(map, shared, depth);
      default -> throw new TooOdd("no value begins with " + event);
    };
  }

  private Marked.Scalar scalar(ScalarEvent scalar, boolean shared) {
    Marked.Style style = style(scalar.getScalarStyle());
    boolean block = style == Marked.Style.LITERAL || style == Marked.Style.FOLDED;
    int start = start(scalar);
    int end = end(scalar);
    return new Marked.Scalar(
        scalar.getValue(),
        style,
        position(scalar),
        start,
        block ? lastMark(start, end) : end,
        shared);
  }

  private Marked items(SequenceStartEvent start, boolean shared, int depth) throws TooOdd {
    List<Marked> items = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      items.add(node(event, depth + 1));
      event = events.next();
    }
    int end = start.isFlow() || items.isEmpty() ? end(event) : items.getLast().end();
    return new Marked.Items(items, start.isFlow(), position(start), start(start), end, shared);
  }

  /** A map of one key in brackets has no braces, and its end is told to be that of the list. */
  private Marked fields(MappingStartEvent start, boolean shared, int depth) throws TooOdd {
    List<Marked.Field> fields = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      if (!(node(event, depth + 1) instanceof Marked.Scalar key)) {
        throw new TooOdd("a key that is no text");
      }
      fields.add(new Marked.Field(key, node(events.next(), depth + 1)));
      event = events.next();
    }
    int end = end(event);
    boolean closed = start.isFlow() && text.charAt(end - 1) == '}' || fields.isEmpty();
    int last = closed ? end : fields.getLast().value().end();
    return new Marked.Fields(fields, start.isFlow(), position(start), start(start), last, shared);
  }

  /** The parser lets a block scalar reach over the empty lines and comments behind it. */
  private int lastMark(int start, int end) {
    int last = end;
    while (last > start && Character.isWhitespace(text.charAt(last - 1))) {
      last--;
    }
    return last;
  }

  private int start(Event event) {
    return offsets.of(event.getStartMark().orElseThrow().getIndex());
  }

  private int end(Event event) {
    return offsets.of(event.getEndMark().orElseThrow().getIndex());
  }

  private Position position(Event event) {
    var mark = event.getStartMark().orElseThrow();
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Marked.Style style(ScalarStyle style) {
    return switch (style) {
      case SINGLE_QUOTED -> Marked.Style.SINGLE;
      case DOUBLE_QUOTED -> Marked.Style.DOUBLE;
      case LITERAL -> Marked.Style.LITERAL;
      case FOLDED -> Marked.Style.FOLDED;
      case PLAIN, JSON_SCALAR_STYLE -> Marked.Style.PLAIN;
    };
  }

  /** The parser counts code points, Java counts characters. */
  private record Offsets(String text, int[] byCodePoint) {
    Offsets(String text) {
      this(text, table(text));
    }

    private static int[] table(String text) {
      int points = text.codePointCount(0, text.length());
      if (points == text.length()) {
        return new int[0];
      }
      int[] table = new int[points + 1];
      int at = 0;
      for (int i = 0; i < points; i++) {
        table[i] = at;
        at += Character.charCount(text.codePointAt(at));
      }
      table[points] = at;
      return table;
    }

    int of(int codePoint) {
      return byCodePoint.length == 0 ? codePoint : byCodePoint[codePoint];
    }
  }

  /** YAML that no manifest has. */
  private static final class TooOdd extends Exception {
    private static final long serialVersionUID = 1;

    TooOdd(String message) {
      super(message);
    }
  }
}
