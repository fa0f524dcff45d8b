package io.meshinfra.network.intent;

import io.meshinfra.desired.manifest.SourceText;
import io.meshinfra.desired.yaml.Marked;
import io.meshinfra.desired.yaml.MarkedReader;
import io.meshinfra.model.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes one more revocation into the text of an intent, and touches nothing else. What comes out
 * is read again: it must say the same as before and that, else nothing is edited.
 */
public final class RevocationEdit {
  private RevocationEdit() {}

  /** What became of it. */
  public sealed interface Edit {
    /** The text with the entry. */
    record Edited(Content content) implements Edit {}

    /** It is revoked already. */
    record Already() implements Edit {}

    /** It could not be done without guessing. */
    record Refused(String reason) implements Edit {}
  }

  public static Edit add(String file, Content content, Revocation revocation, String reason) {
    String entry = entry(revocation, reason);
    if (!(IntentReader.read(file, content) instanceof Reading.Sound(Intent before))) {
      return new Edit.Refused("%s has mistakes; mesh validate tells them".formatted(file));
    }
    if (before.sshCa().isEmpty()) {
      return new Edit.Refused("%s has no ssh_ca".formatted(file));
    }
    if (before.sshCa().get().revoked().contains(revocation)) {
      return new Edit.Already();
    }
    String text = SourceText.of(file, content).text();
    Optional<Content> edited =
        MarkedReader.read(file, text)
            .flatMap(documents -> inserted(documents, text, entry))
            .map(Content::of);
    return edited
        .filter(after -> isOnlyThatMore(before, IntentReader.read(file, after), revocation))
        .<Edit>map(Edit.Edited::new)
        .orElseGet(() ->
            new Edit.Refused(
                "%s is written in a way that cannot be added to; write it by hand into revoked of ssh_ca: %s"
                    .formatted(file, entry)));
  }

  /** As it stands in the list. */
  static String entry(Revocation revocation, String reason) {
    String what =
        switch (revocation) {
          case Revocation.Serial(long serial) -> "serial: " + serial;
          case Revocation.KeyId(String id) -> "key_id: " + quoted(id);
          case Revocation.Key(var key) -> "public_key: " + key.line();
        };
    return "{%s, reason: %s}".formatted(what, quoted(reason));
  }

  /** In double quotes of YAML. */
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            out.append('\\').appendCodePoint(c);
          } else if (c < ' ' || c == 0x7f) {
            out.append("\\x%02x".formatted(c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.append('"').toString();
  }

  private static Optional<String> inserted(List<Marked> documents, String text, String entry) {
    if (documents.size() != 1
        || !(documents.getFirst() instanceof Marked.Fields whole)
        || !(whole.field("ssh_ca").map(Marked.Field::value).orElse(null)
            instanceof Marked.Fields ca)
        || ca.flow()) {
      return Optional.empty();
    }
    Optional<Marked> list = ca.field("revoked").map(Marked.Field::value);
    if (list.isEmpty()) {
      int column = column(text, ca.fields().getFirst().key().start());
      String line =
          "\n%srevoked:\n%s- %s".formatted(" ".repeat(column), " ".repeat(column + 2), entry);
      return Optional.of(at(text, ca.fields().getLast().value().end(), line));
    }
    return list.get() instanceof Marked.Items items
        ? Optional.of(appended(text, items, entry))
        : Optional.empty();
  }

  private static String appended(String text, Marked.Items items, String entry) {
    if (items.flow()) {
      String comma = items.items().isEmpty() ? "" : ", ";
      int end = items.items().isEmpty() ? items.end() - 1 : items.items().getLast().end();
      return at(text, end, comma + entry);
    }
    int first = items.items().getFirst().start();
    int dash = text.lastIndexOf('-', first);
    String line = "\n%s- %s".formatted(" ".repeat(column(text, dash)), entry);
    return at(text, lineEnd(text, items.items().getLast().end()), line);
  }

  /** Behind a comment, if the line has one. */
  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private static String at(String text, int index, String more) {
    int place = more.startsWith("\n") ? lineEnd(text, index) : index;
    return text.substring(0, place) + more + text.substring(place);
  }

  private static int column(String text, int index) {
    return index - text.lastIndexOf('\n', index - 1) - 1;
  }

  private static boolean isOnlyThatMore(Intent before, Reading reading, Revocation revocation) {
    if (!(reading instanceof Reading.Sound(Intent after)) || after.sshCa().isEmpty()) {
      return false;
    }
    List<Revocation> wanted = new ArrayList<>(before.sshCa().orElseThrow().revoked());
    wanted.add(revocation);
    return Set.copyOf(after.sshCa().get().revoked()).equals(Set.copyOf(wanted))
        && after.nodes().keySet().equals(before.nodes().keySet())
        && after.rules().size() == before.rules().size()
        && after
            .sshCa()
            .get()
            .principals()
            .keySet()
            .equals(before.sshCa().get().principals().keySet())
        && after.sshCa().get().publicKey().equals(before.sshCa().get().publicKey());
  }
}
