package io.meshinfra.network;

import io.meshinfra.desired.Contribution.Given;
import io.meshinfra.desired.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes one entry of several for one service: two back ends may have files that the same service
 * reads. It is reloaded when any of them changes; of what else they say the first counts.
 */
final class SharedServices {
  private static final String SERVICE = "service";
  private static final String NAME = "name";

  private SharedServices() {}

  static List<Given> merged(List<Given> entries) {
    Map<String, Given> services = new LinkedHashMap<>();
    List<Given> others = new ArrayList<>();
    for (Given entry : entries) {
      String name = name(entry.entry());
      if (name.isEmpty()) {
        others.add(entry);
      } else {
        services.merge(name, entry, SharedServices::both);
      }
    }
    return Stream.concat(others.stream(), services.values().stream()).toList();
  }

  private static String name(Yaml entry) {
    return entry instanceof Yaml.Fields fields
            && fields.get(SERVICE).orElse(null) instanceof Yaml.Fields service
            && service.get(NAME).orElse(null) instanceof Yaml.Scalar name
        ? name.text()
        : "";
  }

  /** What both ask for is wanted wherever one of them is. */
  private static Given both(Given one, Given other) {
    return new Given(
        both(one.entry(), other.entry()),
        one.when().isPresent() && other.when().isPresent() ? one.when() : Optional.empty());
  }

  private static Yaml both(Yaml one, Yaml other) {
    Yaml.Fields first = (Yaml.Fields) one;
    Yaml.Fields second = (Yaml.Fields) other;
    Map<String, Yaml.Field> service =
        union(
            (Yaml.Fields) first.get(SERVICE).orElseThrow(),
            (Yaml.Fields) second.get(SERVICE).orElseThrow());
    Map<String, Yaml.Field> entry = union(first, second);
    entry.put(SERVICE, new Yaml.Field(first.at(), new Yaml.Fields(service, first.at())));
    return new Yaml.Fields(entry, first.at());
  }

  /** What stands in one of them, and both lists of what is reloaded on, or waited for. */
  private static Map<String, Yaml.Field> union(Yaml.Fields one, Yaml.Fields other) {
    Map<String, Yaml.Field> all = new LinkedHashMap<>(one.fields());
    other
        .fields()
        .forEach((key, field) ->
            all.merge(
                key,
                field,
                (mine, theirs) ->
                    mine.value() instanceof Yaml.Items a && theirs.value() instanceof Yaml.Items b
                        ? new Yaml.Field(mine.at(), joined(a, b))
                        : mine));
    return all;
  }

  private static Yaml joined(Yaml.Items one, Yaml.Items other) {
    return new Yaml.Items(
        Stream.concat(one.items().stream(), other.items().stream()).toList(), one.at());
  }
}
