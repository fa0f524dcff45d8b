package io.meshinfra.resource.service;

import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Reactive;
import io.meshinfra.resource.SpecEdit;
import java.util.Map;
import java.util.Optional;

/** How a service that was seen is written into its spec. */
final class ServiceAdoption {
  private static final Value NO = Value.of(false);

  private ServiceAdoption() {}

  static SpecEdit of(ServiceSpec spec, Change change) {
    return switch (change) {
      case Change.Create create -> gone(spec);
      case Change.Update update -> update(spec, update.differences());
      case Change.Delete delete -> SpecEdit.impossible("a service is never unwanted as a whole");
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  private static SpecEdit update(ServiceSpec spec, Map<String, Change.Difference> differences) {
    if (word(differences, Reactive.DUE).isPresent()) {
      return SpecEdit.impossible(
          "a %s is due, since something it reacts to was changed; let it happen first"
              .formatted(word(differences, Reactive.DUE).get()));
    }
    if (word(differences, ServiceType.MASKED).filter("true"::equals).isPresent()
        || word(differences, ServiceType.ENABLED).filter("masked"::equals).isPresent()) {
      return masked(spec);
    }
    SpecEdit edit = SpecEdit.NONE;
    for (String attribute : differences.keySet()) {
      String seen = word(differences, attribute).orElse("not told");
      edit =
          edit.and(
              switch (attribute) {
                case ServiceType.RUNNING -> running(seen);
                case ServiceType.ENABLED -> enabled(seen);
                default -> flag(attribute, seen);
              });
    }
    return edit;
  }

  private static SpecEdit running(String seen) {
    return seen.equals("inactive")
        ? SpecEdit.set(ServiceType.RUNNING, false).and(SpecEdit.seenAs(ServiceType.RUNNING, NO))
        : flag(ServiceType.RUNNING, seen);
  }

  private static SpecEdit enabled(String seen) {
    return seen.equals("static")
        ? SpecEdit.set(ServiceType.ENABLED, false).and(SpecEdit.seenAs(ServiceType.ENABLED, NO))
        : flag(ServiceType.ENABLED, seen);
  }

  private static SpecEdit flag(String attribute, String seen) {
    return seen.equals("true") || seen.equals("false")
        ? SpecEdit.set(attribute, seen.equals("true"))
        : SpecEdit.impossible(
            "%s is %s, which no manifest can ask for; make it true or false on the node, or revert"
                .formatted(attribute, seen));
  }

  /** A masked service can say nothing else. */
  private static SpecEdit masked(ServiceSpec spec) {
    SpecEdit edit =
        SpecEdit.set(ServiceType.MASKED, true)
            .and(SpecEdit.seenAs(ServiceType.MASKED, Value.of(true)));
    if (spec.running().isPresent()) {
      edit = edit.and(SpecEdit.without(ServiceType.RUNNING));
    }
    return spec.enabled().isPresent() ? edit.and(SpecEdit.without(ServiceType.ENABLED)) : edit;
  }

  /** What is not there neither runs nor starts at boot. */
  private static SpecEdit gone(ServiceSpec spec) {
    if (spec.user().isPresent()) {
      return SpecEdit.impossible(
          "the unit or its user is gone, and the kind cannot say that; remove the entry");
    }
    if (spec.masked().orElse(false)) {
      return SpecEdit.impossible("the unit is gone, so nothing is masked; remove the entry");
    }
    SpecEdit edit = SpecEdit.NONE;
    for (String attribute :
        new String[] {ServiceType.RUNNING, ServiceType.ENABLED, ServiceType.MASKED}) {
      edit = edit.and(SpecEdit.seenAs(attribute, NO));
    }
    edit = edit.and(SpecEdit.seenAs(Reactive.DUE, Value.of(ServiceType.NOTHING_DUE)));
    if (spec.running().isPresent()) {
      edit = edit.and(SpecEdit.set(ServiceType.RUNNING, false));
    }
    return spec.enabled().isPresent() ? edit.and(SpecEdit.set(ServiceType.ENABLED, false)) : edit;
  }

  private static Optional<String> word(Map<String, Change.Difference> seen, String attribute) {
    return Optional.ofNullable(seen.get(attribute))
        .flatMap(Change.Difference::from)
        .map(Value::shown);
  }
}
