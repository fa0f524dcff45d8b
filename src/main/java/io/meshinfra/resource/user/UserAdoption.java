package io.meshinfra.resource.user;

import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.SpecEdit;
import io.meshinfra.resource.SpecValue;
import java.util.List;
import java.util.Optional;

/** How an account that was seen is written into its spec. */
final class UserAdoption {
  private UserAdoption() {}

  static SpecEdit of(UserSpec spec, Change change) {
    return switch (change) {
      case Change.Create create -> SpecEdit.set("state", "absent");
      case Change.Update update -> {
        SpecEdit edit = SpecEdit.NONE;
        for (var difference : update.differences().entrySet()) {
          edit = edit.and(attribute(spec, difference.getKey(), difference.getValue().from()));
        }
        yield edit;
      }
      case Change.Delete delete -> back(spec, delete.was());
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  private static SpecEdit attribute(UserSpec spec, String attribute, Optional<Value> seen) {
    return switch (attribute) {
      case "uid" -> SpecEdit.number("uid", seen);
      case "groups" ->
          seen.orElse(null) instanceof Value.Items groups
              ? SpecEdit.set(
                  "groups",
                  SpecValue.Words.between(
                      UserType.names(spec.groups().orElse(List.of())), groups.items()))
              : SpecEdit.impossible("the probe did not tell the groups");
      default -> SpecEdit.text(attribute, seen);
    };
  }

  /** What the entry says about the account is taken over too. */
  private static SpecEdit back(UserSpec spec, State was) {
    SpecEdit edit = SpecEdit.set("state", "present");
    for (var wanted : UserType.wanted(spec).attributes().entrySet()) {
      Optional<Value> seen = was.get(wanted.getKey());
      if (!seen.equals(Optional.of(wanted.getValue()))) {
        edit = edit.and(attribute(spec, wanted.getKey(), seen));
      }
    }
    return spec.removeHome() ? edit.and(SpecEdit.without("removeHome")) : edit;
  }
}
