package io.meshinfra.resource.sysctl;

import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.DropIn;
import io.meshinfra.resource.SpecEdit;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a kernel setting that was seen is written into its spec. One value stands for both, the one
 * in force and the one after the next boot, so the two must agree.
 */
final class SysctlAdoption {
  private SysctlAdoption() {}

  static SpecEdit of(SysctlSpec spec, Change change) {
    return switch (change) {
      case Change.Create create -> SpecEdit.set("state", "absent").and(SpecEdit.without("value"));
      case Change.Update update -> update(spec, update);
      case Change.Delete delete ->
          SysctlType.file(spec)
              .adopt(
                  delete.was(),
                  SysctlType.PERSISTED,
                  content -> value(spec, delete.was().get(SysctlType.LIVE), content.asValue()));
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  private static SpecEdit update(SysctlSpec spec, Change.Update update) {
    TreeMap<String, Change.Difference> ofFile = new TreeMap<>(update.differences());
    ofFile.remove(SysctlType.LIVE);
    Optional<Value> live = seen(spec, update, SysctlType.LIVE);
    Optional<Value> persisted = seen(spec, update, SysctlType.PERSISTED);
    return DropIn.adopt(new Change.Update(ofFile), SysctlType.PERSISTED, content -> SpecEdit.NONE)
        .and(SpecEdit.content(persisted, content -> value(spec, live, content.asValue())));
  }

  /** What was seen, which is what is wanted where nothing differs. */
  private static Optional<Value> seen(SysctlSpec spec, Change.Update update, String attribute) {
    State wanted = SysctlType.wanted(spec);
    return update.touches(attribute)
        ? update.differences().get(attribute).from()
        : wanted.get(attribute);
  }

  private static SpecEdit value(SysctlSpec spec, Optional<Value> live, Value.Content persisted) {
    if (!(live.orElse(null) instanceof Value.Scalar now)) {
      return SpecEdit.impossible("the probe did not tell the value in force");
    }
    String line = SysctlType.text(spec.key(), now.text());
    return persisted.text().equals(Optional.of(line))
        ? SpecEdit.set("value", now.text())
        : SpecEdit.impossible(
            "the value in force is %s, but %s says something else for the next boot; one value"
                    .formatted(now.shown(), spec.key().file())
                + " stands for both: set it in both places, or revert");
  }
}
