package io.meshinfra.resource;

import io.meshinfra.model.Content;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A small file of root that one resource owns completely, e.g. {@code /etc/cron.d/mesh-backup}: how
 * it is compared, looked at and written, for every kind that keeps such files.
 *
 * @param path absolute, made of checked parts only
 * @param mode four octal digits
 */
public record DropIn(String path, Content content, String mode) {
  private static final String FILE = "file";

  /** What the probe must see: the content, and that nobody but root can change it. */
  public State expected() {
    return State.EMPTY
        .with("content", content.asValue())
        .with("group", "root")
        .with("mode", mode)
        .with("owner", "root")
        .with("type", FILE);
  }

  /** Looks at all of them in one go. */
  public static ShellScript probe(List<DropIn> files) {
    return FileProbe.script(looks(files));
  }

  /** What was seen of each of them. */
  public static List<Observation> observe(List<DropIn> files, ProbeOutput output) {
    Map<String, FileProbe.Seen> seen = FileProbe.read(looks(files), output);
    return files.stream().map(file -> file.observed(seen.get(file.path()))).toList();
  }

  private static List<FileProbe.Look> looks(List<DropIn> files) {
    return files.stream().map(DropIn::look).toList();
  }

  /** For a kind that looks at more than its files. */
  public FileProbe.Look look() {
    return FileProbe.Look.compare(path, content, true);
  }

  /** What was seen at the path. */
  public Observation observed(FileProbe.Seen seen) {
    return switch (seen) {
      case FileProbe.Seen.Missing missing -> Observation.ABSENT;
      case FileProbe.Seen.Untold untold -> Observation.unknown(untold.reason());
      case FileProbe.Seen.Found found -> Observation.present(state(found));
    };
  }

  /**
   * For a node alone.
   *
   * @param attribute what the kind calls the content
   */
  public ShellScript lookAlone(String attribute) {
    return ShellScript.of("mesh_seen {} %U %G", path).then(AloneLook.content(path, attribute));
  }

  /** Writes it, owner and mode included. */
  public Action.PutFile put(Optional<String> validate) {
    return new Action.PutFile(
        path, content, Optional.of("root"), Optional.of("root"), Optional.of(mode), validate);
  }

  /** Removes it; it is kept on the node beforehand. */
  public Action remove() {
    return Action.run(ShellScript.of("rm -f -- {}", path), List.of(path));
  }

  /**
   * Takes over a content; what else differs cannot be said by a spec.
   *
   * @param key what the kind calls the content among its attributes
   * @param edit what the content means for the spec
   */
  public static SpecEdit adopt(Change.Update update, String key, Function<Content, SpecEdit> edit) {
    if (update.touches("type")) {
      return Ownership.adopt(FILE, "type", update.differences().get("type").from());
    }
    SpecEdit all = SpecEdit.NONE;
    for (var difference : update.differences().entrySet()) {
      Optional<Value> seen = difference.getValue().from();
      all =
          all.and(
              difference.getKey().equals(key)
                  ? SpecEdit.content(seen, edit)
                  : fixed(difference.getKey(), seen, difference.getValue().to()));
    }
    return all;
  }

  /** Takes over a file that shall not be there; it must be one that the kind would write. */
  public SpecEdit adopt(State was, String key, Function<Content, SpecEdit> edit) {
    SpecEdit all = SpecEdit.set("state", "present");
    for (var wanted : expected().attributes().entrySet()) {
      Optional<Value> seen = was.get(wanted.getKey());
      if (!wanted.getKey().equals("content") && !seen.equals(Optional.of(wanted.getValue()))) {
        all = all.and(fixed(wanted.getKey(), seen, wanted.getValue()));
      }
    }
    return all.and(SpecEdit.content(was.get(key), edit));
  }

  private static SpecEdit fixed(String attribute, Optional<Value> seen, Value wanted) {
    return SpecEdit.impossible(
        "the %s of the file is %s, and the kind keeps it at %s"
            .formatted(attribute, seen.map(Value::shown).orElse("not told"), wanted.shown()));
  }

  private static State state(FileProbe.Seen.Found found) {
    State state =
        State.EMPTY
            .with("group", found.groupLike("root"))
            .with("mode", found.mode())
            .with("owner", found.ownerLike("root"))
            .with("type", found.isFile() ? FILE : found.type());
    return found.contentValue().map(value -> state.with("content", value)).orElse(state);
  }
}
