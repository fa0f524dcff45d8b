package io.meshinfra.cli.drift;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshinfra.adopt.Adoption;
import io.meshinfra.cli.Failure;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.cli.hub.HubApi;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Printable;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.source.DirectoryTree;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Has the hub look at a node and think out the edits of the revision in force; they are for a
 * working copy that has the files in question as that revision does.
 *
 * @param copy any folder of the working copy
 */
record HubAdoption(HubApi hub, Manifests copy) {

  AdoptionOffer of(String node, List<String> resources) {
    JsonNode answer = hub.adoption(node, resources);
    if (!answer.path("probed").asBoolean()) {
      String how = answer.path("away").asBoolean() ? "away" : "not seen";
      throw new Failure("%s is %s: %s".formatted(node, how, printable(answer, "reason")));
    }
    DirectoryTree files = copy.tree();
    try {
      return new AdoptionOffer(
          copy.root(),
          files,
          NodeName.parse(text(answer, "node")),
          new Revision(text(answer, "revision")),
          answer.path("drifting").size(),
          new Adoption(
              contents(answer, files),
              answer.path("adopted").valueStream().map(HubAdoption::adopted).toList(),
              answer.path("refused").valueStream().map(HubAdoption::refused).toList()));
    } catch (IllegalArgumentException e) {
      throw new Failure(
          "what the hub answers is no adoption: " + Printable.line(String.valueOf(e.getMessage())));
    }
  }

  private SortedMap<String, Content> contents(JsonNode answer, DirectoryTree files) {
    SortedMap<String, Content> contents = new TreeMap<>();
    for (JsonNode file : answer.path("files")) {
      String path = text(file, "path");
      requireSame(files, path, text(file, "before"), printable(answer, "revision"));
      contents.put(path, Content.of(Base64.getDecoder().decode(text(file, "content"))));
    }
    return contents;
  }

  /** Else the edits would undo what somebody else has written there. */
  private void requireSame(DirectoryTree files, String path, String before, String revision) {
    try {
      Optional<String> here = files.read(path).map(Content::sha256);
      if (!here.equals(Optional.of(before))) {
        throw new Failure(
            "%s in %s is not as at commit %s, which the hub has in force; bring your working copy there, and run the command once more"
                .formatted(
                    Printable.quote(path), Printable.quote(copy.root().toString()), revision));
      }
    } catch (UnreadableFile e) {
      throw new Failure(e.getMessage());
    }
  }

  private static Adoption.Adopted adopted(JsonNode one) {
    return new Adoption.Adopted(
        NodeName.parse(text(one, "node")),
        ResourceId.parse(text(one, "resource")),
        one.path("places").valueStream().map(JsonNode::asText).toList(),
        printable(one, "note"));
  }

  private static Adoption.Refused refused(JsonNode one) {
    return new Adoption.Refused(
        NodeName.parse(text(one, "node")),
        ResourceId.parse(text(one, "resource")),
        printable(one, "place"),
        printable(one, "reason"));
  }

  private static String text(JsonNode object, String field) {
    return object.path(field).asText("");
  }

  private static String printable(JsonNode object, String field) {
    return Printable.block(text(object, field));
  }
}
