package io.meshinfra.resource.git;

import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.SpecEdit;
import java.util.Optional;

/** How a checkout that was seen is written into its spec. */
final class GitAdoption {
  private GitAdoption() {}

  static SpecEdit of(GitSpec spec, Change change) {
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
              "the checkout is gone, and the kind cannot say that it shall be; remove the entry");
      case Change.Delete delete -> SpecEdit.impossible("a checkout is never unwanted");
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  private static SpecEdit attribute(GitSpec spec, String attribute, Optional<Value> seen) {
    return switch (attribute) {
      case "ref" -> commit(spec, seen);
      case "origin" -> SpecEdit.text("repo", seen);
      case "owner" -> SpecEdit.text("owner", seen);
      case "clean" ->
          SpecEdit.impossible(
              "tracked files were changed in the checkout, and no commit holds that; commit and"
                  + " push it from there, or revert");
      default ->
          SpecEdit.impossible(
              "something else than a checkout is at the path: "
                  + seen.map(Value::shown).orElse("of unknown type"));
    };
  }

  /** What is checked out is known as a commit only, and a commit does not move. */
  private static SpecEdit commit(GitSpec spec, Optional<Value> seen) {
    Optional<String> commit = seen.flatMap(GitRows::commitOf);
    SpecEdit edit =
        commit
            .map(id -> SpecEdit.set("ref", id).and(SpecEdit.seenAs("ref", Value.of(id))))
            .orElseGet(() -> SpecEdit.impossible("no commit is checked out"));
    return spec.follow() ? edit.and(SpecEdit.without("follow")) : edit;
  }
}
