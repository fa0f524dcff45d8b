package io.meshinfra.converge.seal;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.SecretRef;
import io.meshinfra.model.SecretText;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.Secrets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks for each secret once, and is thrown away with what it was told. */
final class Asking {
  private final Secrets secrets;
  private final Supplier<FileTree> files;
  private final Map<SecretRef, Resolution> answers = new HashMap<>();

  /**
   * @param files of the revision that names the secrets
   */
  Asking(Secrets secrets, Supplier<FileTree> files) {
    this.secrets = secrets;
    this.files = files;
  }

  /** Why a text cannot be filled, all secrets that are missing; empty when it can. */
  Optional<String> missing(SecretText text) {
    List<String> reasons = new ArrayList<>();
    for (SecretRef ref : text.secrets()) {
      if (answer(ref) instanceof Resolution.Unresolvable unresolvable) {
        reasons.add("secret " + ref + ": " + unresolvable.reason());
      }
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
  }

  /** The text of which nothing is missing. */
  Content filled(SecretText text) {
    return text.filled(ref -> secret(ref).reveal());
  }

  List<Secret> secrets(SecretText text) {
    return text.secrets().stream().map(this::secret).toList();
  }

  private Secret secret(SecretRef ref) {
    return switch (answer(ref)) {
      case Resolution.Resolved resolved -> resolved.secret();
      case Resolution.Unresolvable missing ->
          throw new IllegalStateException("asked for " + ref + ", which is missing");
    };
  }

  private Resolution answer(SecretRef ref) {
    Resolution known = answers.get(ref);
    if (known == null) {
      known = secrets.resolve(ref, files);
      answers.put(ref, known);
    }
    return known;
  }
}
