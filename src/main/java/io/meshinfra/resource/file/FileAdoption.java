package io.meshinfra.resource.file;

import io.meshinfra.model.Content;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Ownership;
import io.meshinfra.resource.SpecEdit;
import java.util.Optional;

/** How a file that was seen is written into its spec. */
final class FileAdoption {
  private FileAdoption() {}

  static SpecEdit of(FileSpec spec, Change change) {
    if (spec.secret().isPresent()) {
      return SpecEdit.impossible(
          "it holds a %s, and what is on the node in its place is never read; change the secret where it is kept, or edit the entry by hand"
              .formatted(spec.secret().get()));
    }
    return switch (change) {
      case Change.Create create -> SpecEdit.set("state", "absent");
      case Change.Update update -> update(spec, update);
      case Change.Delete delete -> back(spec, delete.was());
      case Change.Unverifiable unverifiable -> SpecEdit.impossible(unverifiable.reason());
    };
  }

  private static SpecEdit update(FileSpec spec, Change.Update update) {
    if (update.touches("type")) {
      return Ownership.adopt("file", "type", update.differences().get("type").from());
    }
    SpecEdit edit = SpecEdit.NONE;
    for (var difference : update.differences().entrySet()) {
      Optional<Value> seen = difference.getValue().from();
      edit =
          edit.and(
              difference.getKey().equals("content")
                  ? content(spec, seen)
                  : Ownership.adopt("file", difference.getKey(), seen));
    }
    return edit;
  }

  private static SpecEdit content(FileSpec spec, Optional<Value> seen) {
    if (spec.sensitive()) {
      return SpecEdit.impossible("the file is marked sensitive, so its text is never read");
    }
    if (spec.base64().isPresent()) {
      return SpecEdit.impossible(
          "its bytes are written in base64, which nobody reads; put the file into the repository"
              + " and name it with source");
    }
    if (spec.template().isPresent()) {
      return SpecEdit.impossible(
          "its content comes from the template %s, and nobody can tell which of its lines or"
                  .formatted(spec.template().get())
              + " variables was meant; change the template, or give the file a content of its own");
    }
    return SpecEdit.content(seen, content -> written(spec, content));
  }

  private static SpecEdit written(FileSpec spec, Content content) {
    return spec.source()
        .map(source -> SpecEdit.file(source, content))
        .orElseGet(() -> SpecEdit.set("content", content.text().orElseThrow()));
  }

  /** The content of a file that shall not be there is never fetched. */
  private static SpecEdit back(FileSpec spec, State was) {
    if (!was.get("type").equals(Optional.of(Value.of("file")))) {
      return Ownership.adopt("file", "type", was.get("type"));
    }
    if (spec.wanted().isPresent()) {
      return SpecEdit.impossible(
          "it is there again, but the content of a file with state: absent is not read; remove"
              + " content, base64, source or template from the entry, or say state: present");
    }
    return SpecEdit.set("state", "present").and(spec.ownership().adopt("file", was));
  }
}
