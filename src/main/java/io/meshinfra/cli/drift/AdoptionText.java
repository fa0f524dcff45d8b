package io.meshinfra.cli.drift;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshinfra.adopt.Adoption;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.text.Counted;
import io.meshinfra.cli.text.Tree;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.Printable;
import io.meshinfra.report.FileDiff;

/** An adoption for people and for programs. */
record AdoptionText(AdoptionOffer found) {

  String told() {
    Adoption adoption = found.adoption();
    StringBuilder text = new StringBuilder();
    text.append(
        "%s at %s: %s%n"
            .formatted(
                found.node(),
                found.revision().abbreviated(),
                found.drifting() == 0
                    ? "no drift"
                    : Counted.of(found.drifting(), "drifting resource")));
    for (Adoption.Adopted one : adoption.adopted()) {
      String note = one.note().isEmpty() ? "" : "\n      " + one.note();
      text.append(
          "  + %s of %s: adopted (%s)%s%n"
              .formatted(
                  Printable.line(one.id().toString()),
                  one.node(),
                  Printable.line(String.join(", ", one.places())),
                  note));
    }
    for (Adoption.Refused one : adoption.refused()) {
      text.append(
          "  ? %s of %s: cannot be adopted (%s)%n      %s%n"
              .formatted(
                  Printable.line(one.id().toString()),
                  one.node(),
                  Printable.line(one.place()),
                  Printable.block(one.reason())));
    }
    adoption.files().forEach((path, content) -> text.append(diff(path, content)));
    return text.toString();
  }

  ObjectNode tree() {
    ObjectNode tree =
        Tree.mapper()
            .createObjectNode()
            .put("node", found.node().value())
            .put("revision", found.revision().id());
    ArrayNode adopted = tree.putArray("adopted");
    for (Adoption.Adopted one : found.adoption().adopted()) {
      ObjectNode entry =
          adopted
              .addObject()
              .put("node", one.node().value())
              .put("resource", one.id().toString())
              .put("note", one.note());
      one.places().forEach(entry.putArray("places")::add);
    }
    ArrayNode refused = tree.putArray("refused");
    for (Adoption.Refused one : found.adoption().refused()) {
      refused
          .addObject()
          .put("node", one.node().value())
          .put("resource", one.id().toString())
          .put("place", one.place())
          .put("reason", one.reason());
    }
    ArrayNode changed = tree.putArray("files");
    found
        .adoption()
        .files()
        .forEach((path, content) ->
            changed.addObject().put("path", path).put("diff", diff(path, content)));
    return tree;
  }

  private String diff(String path, Content after) {
    try {
      return FileDiff.of(path, found.files().read(path).orElse(Content.of("")), after);
    } catch (FileTree.UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }
}
