package io.meshinfra.forge;

import io.meshinfra.model.Printable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a forge calls a repository.
 *
 * @param parts none of them means anything in a path
 */
public record RepositoryName(List<String> parts) {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]{0,199}");

  public RepositoryName {
    parts = List.copyOf(parts);
  }

  /**
   * @param most parts that there may be, at least two
   * @return a refusal that says how it is written
   */
  public static Answer<RepositoryName> parse(Optional<String> text, int most) {
    if (text.isEmpty()) {
      return refused("is not set; it names the repository on the forge");
    }
    List<String> parts = List.of(text.get().split("/", -1));
    boolean fine =
        parts.size() >= 2
            && parts.size() <= most
            && parts.stream().allMatch(part -> PART.matcher(part).matches());
    return fine
        ? Answer.of(new RepositoryName(parts))
        : refused("is " + Printable.quote(text.get()) + ", which is no name of a repository");
  }

  private static <T> Answer<T> refused(String what) {
    return new Answer.Refused<>("mesh.forge.repository " + what + ", like platform/fleet");
  }

  public String owner() {
    return parts.getFirst();
  }

  public String name() {
    return parts.getLast();
  }

  @Override
  public String toString() {
    return String.join("/", parts);
  }
}
