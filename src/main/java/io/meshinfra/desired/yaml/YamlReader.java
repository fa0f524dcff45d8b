package io.meshinfra.desired.yaml;

import io.meshinfra.desired.Finding;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 text into trees. Bounded: depth, number of documents by the size of the text, and
 * what aliases stand for. A syntax error ends the file; what came before it is kept.
 */
public final class YamlReader {
  private YamlReader() {}

  public static YamlFile read(String file, String text) {
    List<Finding> findings = new ArrayList<>();
    List<Yaml> documents = new ArrayList<>();
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setParseComments(false)
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    try {
      Iterator<Event> events = new Parse(settings).parseString(text).iterator();
      Budget budget = new Budget();
      while (events.hasNext()) {
        Event event = events.next();
        if (event.getEventId() == Event.ID.DocumentStart) {
          TreeBuilder builder = new TreeBuilder(file, events, budget, findings);
          Yaml document = builder.build(events.next());
          if (!document.isNothing()) {
            documents.add(document);
          }
        }
      }
    } catch (TreeBuilder.Refused refused) {
      findings.add(refused.finding());
    } catch (MarkedYamlEngineException e) {
      findings.add(SyntaxError.of(file, e));
    } catch (YamlEngineException e) {
      findings.add(new Finding(file, 1, 1, "this is not YAML: " + e.getMessage()));
    }
    return new YamlFile(documents, findings);
  }

  /** How many values a file may stand for once its aliases are followed. */
  static final class Budget {
    private static final int MOST_VALUES = 2_000_000;
    private int left = MOST_VALUES;

    boolean take(int values) {
      left -= Math.min(values, left + 1);
      return left >= 0;
    }
  }
}
