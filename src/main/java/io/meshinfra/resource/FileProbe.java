package io.meshinfra.resource;

import io.meshinfra.model.Content;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at many paths with one {@code stat} and one {@code sha256sum}, for every kind that manages
 * files. The text of a file is fetched in the same round trip, and only when its digest is not the
 * expected one.
 */
public final class FileProbe {

  /**
   * One path to look at.
   *
   * @param expected digest it shall have, so that its text is fetched only when it differs
   * @param hash whether its content matters at all
   * @param text whether its text may be fetched to be shown or edited
   */
  public record Look(String path, Optional<String> expected, boolean hash, boolean text) {
    /** Existence, type, owner and mode only. */
    public static Look at(String path) {
      return new Look(path, Optional.empty(), false, false);
    }

    /** Also the digest, and the text when the digest is another one. */
    public static Look compare(String path, Content expected, boolean showText) {
      return new Look(path, Optional.of(expected.sha256()), true, showText);
    }

    /** Also the text in any case. */
    public static Look read(String path) {
      return new Look(path, Optional.empty(), true, true);
    }
  }

  /** What is at a path. */
  public sealed interface Seen {
    /**
     * Something is there.
     *
     * @param type as {@code stat} says: regular file, directory, symbolic link, ...
     * @param mode four octal digits
     * @param owner name, or the number when it has no name
     * @param target where a symbolic link points
     */
    record Found(
        String type,
        String mode,
        String owner,
        String group,
        String uid,
        String gid,
        long size,
        Optional<String> target,
        Optional<String> sha256,
        Optional<Content> content)
        implements Seen {
      public boolean isFile() {
        return type.startsWith("regular");
      }

      public boolean isDirectory() {
        return type.equals("directory");
      }

      public boolean isLink() {
        return type.equals("symbolic link");
      }

      /** The owner in the way the spec writes it: a number stays a number. */
      public String ownerLike(String wanted) {
        return wanted.chars().allMatch(Character::isDigit) ? uid : owner;
      }

      public String groupLike(String wanted) {
        return wanted.chars().allMatch(Character::isDigit) ? gid : group;
      }

      /** The content as an attribute; its text only when it was fetched. */
      public Optional<Value> contentValue() {
        return sha256.map(
            sum -> new Value.Content(sum, size, content.flatMap(Content::text)));
      }
    }

    /** Nothing is there. */
    record Missing() implements Seen {}

    /** It could not be told. */
    record Untold(String reason) implements Seen {}
  }

  private FileProbe() {}

  /** Shell text whose lines {@link #read} understands. The tag keeps several probes apart. */
  public static ShellScript script(List<Look> looks) {
    if (looks.isEmpty()) {
      return ShellScript.EMPTY;
    }
    List<ShellScript> lines = new ArrayList<>();
    lines.add(
        ShellScript.of("mesh_stat {*} 2>&1", looks.stream().map(Look::path).distinct().toList()));
    lines.add(ShellScript.of("set --"));
    for (Look look : looks) {
      lines.add(
          ShellScript.of(
              "[ -L {} ] && printf 'link\\t%s\\t%s\\n' {} \"$(readlink {})\"",
              look.path(),
              look.path(),
              look.path()));
      if (look.hash()) {
        lines.add(
            ShellScript.of(
                "[ -f {} ] && [ ! -L {} ] && set -- \"$@\" {}",
                look.path(),
                look.path(),
                look.path()));
      }
    }
    lines.add(ShellScript.of("MESH_SUMS="));
    lines.add(ShellScript.of("[ $# -gt 0 ] && MESH_SUMS=$(mesh_sha256 \"$@\" 2>/dev/null)"));
    lines.add(ShellScript.of("[ -n \"$MESH_SUMS\" ] && printf '%s\\n' \"$MESH_SUMS\""));
    for (Look look : looks) {
      if (look.text()) {
        lines.add(
            ShellScript.of(
                "[ -f {} ] && [ ! -L {} ] && case $MESH_SUMS in *{}*) :;; *) printf"
                    + " 'text\\t%s\\t%s\\n' {} \"$(head -c 65537 {} | mesh_b64 /dev/stdin)\";; esac",
                look.path(),
                look.path(),
                look.expected().map(sum -> sum + "  " + look.path()).orElse("never"),
                look.path(),
                look.path()));
      }
    }
    return ShellScript.lines(lines);
  }

  /** What was seen of each path that was looked at. */
  public static Map<String, Seen> read(List<Look> looks, ProbeOutput output) {
    Map<String, List<String>> stats = byPath(output, "stat", 7);
    Map<String, List<String>> links = byPath(output, "link", 0);
    Map<String, List<String>> texts = byPath(output, "text", 0);
    Map<String, String> sums = sums(output);
    List<String> complaints = complaints(output);
    boolean allMissingAreAbsent =
        complaints.stream()
            .allMatch(
                line ->
                    line.endsWith("No such file or directory") || line.endsWith("Not a directory"));
    long unseen = looks.stream().map(Look::path).distinct().filter(p -> !stats.containsKey(p)).count();
    Map<String, Seen> seen = new LinkedHashMap<>();
    for (Look look : looks) {
      List<String> stat = stats.get(look.path());
      if (stat != null) {
        seen.put(look.path(), found(look, stat, links, sums, texts));
      } else if (allMissingAreAbsent && complaints.size() == unseen) {
        seen.put(look.path(), new Seen.Missing());
      } else {
        String why = complaints.isEmpty() ? "the node did not report it" : complaints.getFirst();
        seen.put(look.path(), new Seen.Untold(why));
      }
    }
    return seen;
  }

  private static Seen found(
      Look look,
      List<String> stat,
      Map<String, List<String>> links,
      Map<String, String> sums,
      Map<String, List<String>> texts) {
    try {
      String mode = new FileMode(stat.get(1).length() < 3 ? "0".repeat(3 - stat.get(1).length()) + stat.get(1) : stat.get(1)).octal();
      Optional<Content> content = Optional.ofNullable(texts.get(look.path())).map(t -> decode(t.getFirst()));
      Seen.Found found =
          new Seen.Found(
              stat.getFirst().toLowerCase(java.util.Locale.ROOT),
              mode,
              stat.get(2),
              stat.get(3),
              stat.get(4),
              stat.get(5),
              Long.parseLong(stat.get(6)),
              Optional.ofNullable(links.get(look.path())).map(List::getFirst),
              Optional.ofNullable(sums.get(look.path())),
              content);
      if (look.hash() && found.isFile() && found.sha256().isEmpty()) {
        return new Seen.Untold("the file could not be read on the node");
      }
      return found;
    } catch (IllegalArgumentException e) {
      return new Seen.Untold("the node reported something that is not a file status");
    }
  }

  private static Content decode(String base64) {
    return Content.of(Base64.getDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Rows of a tag by their path; {@code path} stands after as many fields as given. */
  private static Map<String, List<String>> byPath(ProbeOutput output, String tag, int before) {
    Map<String, List<String>> rows = new HashMap<>();
    for (List<String> row : output.rows(tag)) {
      if (row.size() >= before + 1) {
        List<String> rest = new ArrayList<>(row);
        String path = rest.remove(before);
        if (!rest.isEmpty()) {
          rows.put(path, rest);
        }
      }
    }
    return rows;
  }

  /** Lines of {@code sha256sum}: a backslash in front says that the name is escaped. */
  private static Map<String, String> sums(ProbeOutput output) {
    Map<String, String> sums = new HashMap<>();
    for (String line : output.lines()) {
      boolean escaped = line.startsWith("\\");
      String plain = escaped ? line.substring(1) : line;
      if (plain.length() > 66 && plain.charAt(64) == ' ' && isHex(plain.substring(0, 64))) {
        String path = plain.substring(66);
        sums.put(escaped ? path.replace("\\\\", "\\") : path, plain.substring(0, 64));
      }
    }
    return sums;
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private static List<String> complaints(ProbeOutput output) {
    return output.lines().stream().filter(line -> line.startsWith("stat: ")).toList();
  }
}
