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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at many paths with one {@code stat} and one {@code sha256sum}, for every kind that manages
 * files. The text of a file is fetched in the same round trip, and only when its digest is not the
 * expected one.
 */
public final class FileProbe {
  /** Larger files are not read, in bytes: nothing that large is ever wanted, so they differ. */
  private static final long LARGEST_HASHED = 16 * 1024 * 1024;

  /**
   * One path to look at.
   *
   * @param expected digest it shall have, so that its text is fetched only when it differs
   * @param hash whether its content matters at all
   * @param text whether its text may be fetched to be shown or edited
   * @param salt hashed together with the file, for one that holds a secret
   */
  public record Look(
      String path, Optional<String> expected, boolean hash, boolean text, Optional<String> salt) {
    /** Existence, type, owner and mode only. */
    public static Look at(String path) {
      return new Look(path, Optional.empty(), false, false, Optional.empty());
    }

    /** Also the digest, and the text when the digest is another one. */
    public static Look compare(String path, Content expected, boolean showText) {
      return new Look(path, Optional.of(expected.sha256()), true, showText, Optional.empty());
    }

    /** Also the text in any case. */
    public static Look read(String path) {
      return new Look(path, Optional.empty(), true, true, Optional.empty());
    }

    /** Neither text nor plain digest leaves the node, only one that holds for this probe alone. */
    public static Look salted(String path, String salt) {
      return new Look(path, Optional.empty(), false, false, Optional.of(salt));
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
     * @param target where a symbolic link points; control characters as {@code ?}
     * @param content all bytes, present only when they were asked for and are at most 64 KiB
     * @param salted digest of the salt and the bytes, present only when there is a salt
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
        Optional<Content> content,
        Optional<String> salted)
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
        return (isFile() && size > LARGEST_HASHED ? Optional.of("too large to compare") : sha256)
            .map(sum -> new Value.Content(sum, size, content.flatMap(Content::text)));
      }
    }

    /** Nothing is there. */
    record Missing() implements Seen {}

    /** It could not be told. */
    record Untold(String reason) implements Seen {}
  }

  private FileProbe() {}

  /** Shell text whose lines {@link #read} understands; it changes the positional parameters. */
  public static ShellScript script(List<Look> looks) {
    return FileProbeScript.of(looks);
  }

  /** What was seen of each path that was looked at. */
  public static Map<String, Seen> read(List<Look> looks, ProbeOutput output) {
    Map<String, List<String>> stats = byPath(output, "stat", 7);
    Map<String, List<String>> links = byPath(output, "link", 0);
    Map<String, List<String>> texts = byPath(output, "text", 0);
    Map<String, List<String>> salted = byPath(output, "salted", 0);
    Map<String, String> sums = sums(output);
    Map<String, Seen> unseen = unseen(looks, stats, output);
    Map<String, Seen> seen = new LinkedHashMap<>();
    for (Look look : looks) {
      List<String> stat = stats.get(look.path());
      Seen what =
          stat == null ? unseen.get(look.path()) : found(look, stat, links, sums, texts, salted);
      seen.put(look.path(), what);
    }
    return seen;
  }

  /**
   * What became of the paths without a status. {@code stat} complains in the order of its
   * arguments, one line for each, so the n-th complaint is about the n-th path without a status.
   */
  private static Map<String, Seen> unseen(
      List<Look> looks, Map<String, List<String>> stats, ProbeOutput output) {
    List<String> complaints =
        output.lines().stream().filter(line -> line.startsWith("stat: ")).toList();
    List<String> paths =
        looks.stream().map(Look::path).distinct().filter(p -> !stats.containsKey(p)).toList();
    Map<String, Seen> unseen = new HashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      unseen.put(
          paths.get(i),
          complaints.size() == paths.size()
              ? complaint(complaints.get(i))
              : new Seen.Untold("the node did not report it"));
    }
    return unseen;
  }

  private static Seen complaint(String line) {
    return line.endsWith(": No such file or directory") || line.endsWith(": Not a directory")
        ? new Seen.Missing()
        : new Seen.Untold(line);
  }

  private static Seen found(
      Look look,
      List<String> stat,
      Map<String, List<String>> links,
      Map<String, String> sums,
      Map<String, List<String>> texts,
      Map<String, List<String>> salted) {
    try {
      long size = Long.parseLong(stat.get(6));
      Seen.Found found =
          new Seen.Found(
              stat.getFirst().toLowerCase(Locale.ROOT),
              mode(stat.get(1)),
              stat.get(2),
              stat.get(3),
              stat.get(4),
              stat.get(5),
              size,
              Optional.ofNullable(links.get(look.path())).map(List::getFirst),
              Optional.ofNullable(sums.get(look.path())),
              Optional.ofNullable(texts.get(look.path()))
                  .map(text -> decode(text.getFirst()))
                  .filter(content -> content.size() == size),
              look.salt()
                  .flatMap(salt -> Optional.ofNullable(salted.get(look.path())))
                  .map(List::getFirst)
                  .filter(sum -> sum.length() == 64 && isHex(sum)));
      if (look.salt().isPresent() && found.isFile() && found.salted().isEmpty()) {
        return new Seen.Untold("the file could not be read on the node");
      }
      if (look.hash() && found.isFile() && found.sha256().isEmpty() && size <= LARGEST_HASHED) {
        return new Seen.Untold("the file could not be read on the node");
      }
      return found;
    } catch (IllegalArgumentException e) {
      return new Seen.Untold("the node reported something that is not a file status");
    }
  }

  /** {@code stat} leaves leading zeros out: mode 0000 is written 0. */
  private static String mode(String octal) {
    return new FileMode("0".repeat(Math.max(0, 3 - octal.length())) + octal).octal();
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
}
