package io.meshinfra.secret.sops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.auto.service.AutoService;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.ReadsRepository;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Resolution.Resolved;
import io.meshinfra.secret.Resolution.Unresolvable;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.SecretProvider;
import io.meshinfra.secret.SecretSettings;
import io.meshinfra.secret.program.Encrypted;
import io.meshinfra.secret.program.Ending;
import io.meshinfra.secret.program.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code sops:secrets/prod.yaml#db.password}: a value in a file of the repository that SOPS has
 * encrypted for the age identity of the hub. The program sops decrypts it, from its standard input.
 *
 * <p>Only age: a file in git also says which key services to ask, and git says no addresses. So
 * sops gets no home and no credentials of clouds, and tries age first.
 */
@AutoService(SecretProvider.class)
public final class SopsSecrets implements SecretProvider, ReadsRepository {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Program program;
  private final Optional<Path> identity;

  public SopsSecrets() {
    this(SecretSettings.Programs.USUAL);
  }

  private SopsSecrets(SecretSettings.Programs programs) {
    this.program = new Program(programs.command("sops"), programs.patience());
    this.identity = programs.identity();
  }

  @Override
  public String name() {
    return "sops";
  }

  @Override
  public SecretProvider within(SecretSettings settings) {
    return new SopsSecrets(settings.programs());
  }

  @Override
  public Optional<String> complaint(SecretRef ref) {
    return Entry.parse(ref.path()).complaint();
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    return new Unresolvable("a file of the repository can be named in manifests only");
  }

  @Override
  public Resolution resolve(SecretRef ref, FileTree files) {
    Entry entry = Entry.parse(ref.path());
    Optional<String> complaint = entry.complaint();
    if (complaint.isPresent()) {
      return new Unresolvable(complaint.get());
    }
    if (identity.isEmpty()) {
      return new Unresolvable(
          "the hub has no identity for SOPS; name the file with its age key by"
              + " mesh.secrets.identity");
    }
    return switch (Encrypted.in(files, entry.file())) {
      case Encrypted.Missing missing -> new Unresolvable(missing.reason());
      case Encrypted.Found found -> decrypted(entry, found);
    };
  }

  private Resolution decrypted(Entry entry, Encrypted.Found found) {
    List<String> arguments =
        List.of(
            "--decrypt",
            "--input-type",
            entry.format().orElseThrow(),
            "--output-type",
            "json",
            "/dev/stdin");
    Map<String, String> environment =
        Map.of(
            "SOPS_AGE_KEY_FILE", identity.orElseThrow().toString(), "SOPS_DECRYPTION_ORDER", "age");
    return switch (program.alone(arguments, found.content().bytes(), environment)) {
      case Ending.Said said -> secret(entry, said.output());
      case Ending.Failed failed ->
          new Unresolvable(
              "sops cannot decrypt it with the identity of the hub (exit code %d)"
                  .formatted(failed.code()));
      case Ending.Useless useless -> new Unresolvable(useless.reason());
    };
  }

  private static Resolution secret(Entry entry, String json) {
    try {
      JsonNode root = JSON.readTree(json);
      Optional<String> value = entry.in(root).filter(text -> !text.isEmpty());
      return value
          .<Resolution>map(text -> new Resolved(Secret.of(text)))
          .orElseGet(
              () -> new Unresolvable("there is no text at %s in it".formatted(entry.shownWay())));
    } catch (JsonProcessingException e) {
      // The message of the exception would cite what was decrypted.
      return new Unresolvable("what sops gives is not JSON");
    }
  }
}
