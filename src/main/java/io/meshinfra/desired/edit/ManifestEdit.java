package io.meshinfra.desired.edit;

import io.meshinfra.desired.manifest.SourceText;
import io.meshinfra.desired.yaml.Marked;
import io.meshinfra.desired.yaml.MarkedReader;
import io.meshinfra.desired.yaml.Position;
import io.meshinfra.model.Content;
import io.meshinfra.model.NodeName;
import io.meshinfra.resource.SpecValue;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What becomes of a manifest in which values of one entry are written anew. */
public sealed interface ManifestEdit {
  /** The key of the host name in a resource of its own; in a node manifest it is hostname. */
  String NAME = "name";

  /** The file with the new values; all else is as it was, byte for byte. */
  record Edited(Content content) implements ManifestEdit {}

  /** It could not be done without guessing, or without touching something else. */
  record Refused(String reason) implements ManifestEdit {}

  /**
   * Writes values of the spec of one entry.
   *
   * @param original the file in which the position was told
   * @param manifest the same file, in which other values may be new already
   * @param position where the entry stands, as {@code Resource.Terms.position} says it
   * @param kind of the resource, the key of the entry
   */
  static ManifestEdit of(
      Content original,
      Content manifest,
      String position,
      String kind,
      SortedMap<String, SpecValue> values) {
    Position at = Position.parse(position);
    SourceText source = SourceText.of(at.file(), manifest);
    SourceText before = SourceText.of(at.file(), original);
    if (source.finding().isPresent() || before.finding().isPresent()) {
      return new Refused(source.finding().or(before::finding).orElseThrow().message());
    }
    try {
      EntryEdit edit = new EntryEdit(at.file(), source.text());
      write(edit, MarkedReader.read(at.file(), before.text()), at, kind, values);
      return new Edited(Content.of((isMarked(manifest) ? "\uFEFF" : "") + edit.text()));
    } catch (Misfit misfit) {
      return new Refused(misfit.getMessage());
    }
  }

  private static void write(
      EntryEdit edit,
      Optional<List<Marked>> original,
      Position at,
      String kind,
      Map<String, SpecValue> values)
      throws Misfit {
    List<Marked> documents = original.orElseThrow(() -> new Misfit("the file is not YAML"));
    Optional<Place> entry = EntryLocator.find(documents, at, kind);
    Optional<Place> node = EntryLocator.findNode(documents, at);
    if (entry.isPresent()) {
      for (var value : values.entrySet()) {
        edit.set(entry.get(), value.getKey(), value.getValue());
      }
    } else if (node.isPresent() && values.keySet().equals(Set.of(NAME))) {
      edit.set(node.get(), "hostname", values.get(NAME));
    } else {
      throw new Misfit(
          "the entry is not written out there: it stands behind an alias (*); write it out");
    }
  }

  /** An entry that a node shall have in place of one that it shares with others. */
  sealed interface Own {
    /** A copy of an entry. */
    record Copy(Content file, String position) implements Own {}

    /** A new entry with these values. */
    record Fresh(SortedMap<String, SpecValue> values) implements Own {
      public Fresh {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
      }
    }
  }

  /**
   * Adds an entry to the resources of a node, in place of what profiles say, and writes values of
   * its spec anew.
   *
   * @param path of the manifest
   * @param manifest the file with the manifest of the node
   */
  static ManifestEdit override(
      String path,
      Content manifest,
      NodeName node,
      Own entry,
      String kind,
      SortedMap<String, SpecValue> values) {
    SourceText source = SourceText.of(path, manifest);
    if (source.finding().isPresent()) {
      return new Refused(source.finding().get().message());
    }
    try {
      NodeResources resources =
          NodeResources.of(path, source.text(), node.value())
              .orElseThrow(() -> new Misfit("the manifest of the node is not in " + path));
      Place place = resources.next();
      EntryEdit edit = new EntryEdit(path, resources.with(text(entry, kind)));
      for (var value : values.entrySet()) {
        edit.set(place.below(kind), value.getKey(), value.getValue());
      }
      edit.set(place, "override", new SpecValue.Flag(true));
      return new Edited(Content.of((isMarked(manifest) ? "\uFEFF" : "") + edit.text()));
    } catch (Misfit misfit) {
      return new Refused(misfit.getMessage());
    }
  }

  /**
   * Writes one value into a map of a file with one document, whatever kind of file that is.
   *
   * @param path of the file
   * @param map the keys that lead to the map, from the top
   */
  static ManifestEdit set(
      String path, Content file, List<String> map, String key, SpecValue value) {
    SourceText source = SourceText.of(path, file);
    if (source.finding().isPresent()) {
      return new Refused(source.finding().get().message());
    }
    try {
      EntryEdit edit = new EntryEdit(path, source.text());
      edit.set(Place.of(0, map.toArray()), key, value);
      return new Edited(Content.of((isMarked(file) ? "\uFEFF" : "") + edit.text()));
    } catch (Misfit misfit) {
      return new Refused(misfit.getMessage());
    }
  }

  private static EntryText text(Own entry, String kind) throws Misfit {
    return switch (entry) {
      case Own.Copy copy -> {
        Position at = Position.parse(copy.position());
        yield EntryText.at(SourceText.of(at.file(), copy.file()).text(), at, kind);
      }
      case Own.Fresh fresh -> EntryText.fresh(kind, fresh.values());
    };
  }

  /** Whether a file has the manifest of a node. */
  static boolean hasNode(String path, Content manifest, NodeName node) {
    try {
      String text = SourceText.of(path, manifest).text();
      return NodeResources.of(path, text, node.value()).isPresent();
    } catch (Misfit misfit) {
      return false;
    }
  }

  /** Whether it begins with a byte order mark. */
  private static boolean isMarked(Content manifest) {
    byte[] bytes = manifest.bytes();
    return bytes.length >= 3 && (bytes[0] & 0xFF) == 0xEF && (bytes[1] & 0xFF) == 0xBB;
  }
}
