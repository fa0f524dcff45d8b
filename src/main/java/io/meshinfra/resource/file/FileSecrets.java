package io.meshinfra.resource.file;

import io.meshinfra.model.SecretText;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.FileMode;
import io.meshinfra.resource.FileProbe.Seen;
import io.meshinfra.resource.Resolving;
import io.meshinfra.resource.Seal;
import java.util.Optional;

/** What is different about a file that holds secrets: it is told by their names alone. */
final class FileSecrets {
  /** Anything else than the wanted text; neither the text nor a digest of it is told. */
  private static final Value DIFFERS = Value.of("differs");

  /** {@code mesh_secret PATH SALT DIGEST NAME}: whether the file still is what has that digest. */
  static final ShellScript LOOK =
      ShellScript.of(
          """
          mesh_secret() {
            [ "$mesh_type" = file ] || return 0
            mesh_out=$({ printf %s "$2"; head -c 8388609 -- "$1"; } | mesh_sha256)
            if [ "${mesh_out%% *}" = "$3" ]; then mesh_is content "$4"; else mesh_is content differs; fi
          }
          """);

  private FileSecrets() {}

  /** The node has the file and now also a salted digest of it: nothing that it had not before. */
  static ShellScript lookAlone(FileSpec spec) {
    return proof(spec)
        .map(proof ->
            ShellScript.of(
                "mesh_secret {} {} {} {}",
                spec.path(),
                proof.salt(),
                proof.sha256(),
                wanted(spec).shown()))
        .orElse(ShellScript.of("mesh_untold 'its secret was not to be had when this was left'"));
  }

  /** The text that a spec asks for, with the names of the secrets in it, if it has any. */
  static Optional<SecretText> text(FileSpec spec, Resolving.Sources sources)
      throws Resolving.UnresolvableSpec {
    if (spec.template().isPresent()) {
      return Optional.of(sources.secretTemplate(spec.template().get()));
    }
    return spec.secretRef().map(SecretText::of).or(() -> spec.content().map(SecretText::parse));
  }

  /** The spec with the text, unless everybody on the node could read it. */
  static FileSpec kept(FileSpec spec, SecretText text) throws Resolving.UnresolvableSpec {
    if (spec.mode().map(FileMode::othersMayRead).orElse(false)) {
      throw new Resolving.UnresolvableSpec(
          "mode %s lets everybody on the node read the %s in %s; give 0640 or less, or no mode for 0600"
              .formatted(spec.mode().get(), text, spec.path()));
    }
    return spec.withSecret(text, Optional.empty());
  }

  static Value wanted(FileSpec spec) {
    return Value.of(spec.secret().orElseThrow().shown());
  }

  /** Whether the probe could ask what the file is compared with. */
  static boolean isComparable(FileSpec spec) {
    return spec.secret().isEmpty() || proof(spec).isPresent();
  }

  /** The node proves that it has the text, or it has something else. */
  static Optional<Value> seen(FileSpec spec, Seen.Found found) {
    return found
        .salted()
        .map(sum -> proof(spec).map(p -> p.sha256().equals(sum)).orElse(false))
        .map(same -> same ? wanted(spec) : DIFFERS);
  }

  private static Optional<Seal.Proof> proof(FileSpec spec) {
    return spec.seal().flatMap(Seal::proof);
  }

  static Action put(FileSpec spec, Action.PutFile file) {
    return new Action.PutSecret(
        file, spec.secret().orElseThrow(), spec.seal().map(Seal::stamp).orElse(""));
  }
}
