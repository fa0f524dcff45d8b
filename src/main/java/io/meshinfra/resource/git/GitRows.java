package io.meshinfra.resource.git;

import io.meshinfra.model.Observation;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.ProbeOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what {@link GitScripts#look} printed. */
final class GitRows {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private static final String ELSEWHERE = "commit ";

  private final Map<String, List<String>> checkouts = new HashMap<>();
  private final Map<String, Map<String, String>> remotes = new HashMap<>();

  GitRows(ProbeOutput output) {
    for (List<String> row : output.rows("git")) {
      if (row.size() == 5) {
        checkouts.put(row.getFirst(), row.subList(1, 5));
      }
    }
    for (List<String> row : output.rows("remote")) {
      if (row.size() == 3 && COMMIT.matcher(row.get(1)).matches()) {
        remotes
            .computeIfAbsent(row.getFirst(), index -> new HashMap<>())
            .put(row.get(2), row.get(1));
      }
    }
  }

  /** What was seen of the checkout with this index. */
  Observation of(GitSpec spec, int index, State state) {
    List<String> row = checkouts.get(String.valueOf(index));
    if (row == null) {
      return Observation.unknown(
          "git could not look at the checkout: is git installed, and the folder intact?");
    }
    String head = row.getFirst();
    Optional<String> wanted =
        spec.follow() ? remote(spec, index) : Optional.of(row.get(1)).filter(c -> !c.isEmpty());
    if (spec.follow() && wanted.isEmpty()) {
      return Observation.unknown(
          "%s could not be asked where %s is".formatted(spec.repo(), spec.ref()));
    }
    boolean at = COMMIT.matcher(head).matches() && wanted.equals(Optional.of(head));
    return Observation.present(
        state
            .with("revision", head)
            .with("ref", at ? spec.ref().name() : elsewhere(head))
            .with("clean", row.get(2))
            .with("origin", row.get(3)));
  }

  private Optional<String> remote(GitSpec spec, int index) {
    Map<String, String> refs = remotes.getOrDefault(String.valueOf(index), Map.of());
    return Optional.ofNullable(refs.get("refs/heads/" + spec.ref()))
        .or(() -> Optional.ofNullable(refs.get("refs/tags/" + spec.ref() + "^{}")))
        .or(() -> Optional.ofNullable(refs.get("refs/tags/" + spec.ref())));
  }

  private static String elsewhere(String head) {
    return head.isEmpty() ? "no commit" : ELSEWHERE + head;
  }

  /** The whole commit id that such a value of {@code ref} tells. */
  static Optional<String> commitOf(Value ref) {
    return ref instanceof Value.Scalar scalar && scalar.text().startsWith(ELSEWHERE)
        ? Optional.of(scalar.text().substring(ELSEWHERE.length()))
            .filter(id -> COMMIT.matcher(id).matches())
        : Optional.empty();
  }
}
