package io.meshinfra.resource.authorizedkeys;

import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.SpecValue;
import java.util.List;
import java.util.Optional;

/** How keys that were seen are written into their spec. */
final class KeysAdoption {
  private KeysAdoption() {}

  static SpecEdit of(AuthorizedKeysSpec spec, Change change) {
    return switch (change) {
      case Change.Update update -> {
        SpecEdit edit = SpecEdit.NONE;
        for (var difference : update.differences().entrySet()) {
          edit = edit.and(attribute(spec, difference.getKey(), difference.getValue().from()));
        }
        yield edit;
      }
      case Change.Create create ->
          SpecEdit.impossible(
              "the file of the keys is gone, and the kind cannot say that it shall be; remove the"
                  + " entry, or keep the file and say keys: []");
      case Change.Delete delete -> SpecEdit.impossible("keys are never unwanted as a whole");
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  private static SpecEdit attribute(
      AuthorizedKeysSpec spec, String attribute, Optional<Value> seen) {
    if (!attribute.equals("keys")) {
      return SpecEdit.impossible(
          "the %s is %s, and sshd would not take such a file"
              .formatted(attribute, seen.map(Value::shown).orElse("not told")));
    }
    return seen.orElse(null) instanceof Value.Items keys
        ? keys(spec, keys)
        : SpecEdit.impossible("the probe did not tell the keys");
  }

  private static SpecEdit keys(AuthorizedKeysSpec spec, Value.Items seen) {
    try {
      seen.items().forEach(AuthorizedKey::parse);
    } catch (IllegalArgumentException e) {
      return SpecEdit.impossible(e.getMessage());
    }
    List<String> written = spec.keys().stream().map(AuthorizedKey::toString).toList();
    return SpecEdit.set("keys", SpecValue.Words.between(written, seen.items()));
  }
}
