package io.meshinfra.secret.age;

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
import java.util.Optional;

/**
 * {@code age:secrets/db.age}: a file of the repository, encrypted for the identity of the hub. Its
 * text without the newline at its end is the secret. The program age decrypts it, from its standard
 * input; no Java library for age is to be had that is kept well.
 */
@AutoService(SecretProvider.class)
public final class AgeSecrets implements SecretProvider, ReadsRepository {
  private final Program program;
  private final Optional<Path> identity;

  public AgeSecrets() {
    this(SecretSettings.Programs.USUAL);
  }

  private AgeSecrets(SecretSettings.Programs programs) {
    this.program = new Program(programs.command("age"), programs.patience());
    this.identity = programs.identity();
  }

  @Override
  public String name() {
    return "age";
  }

  @Override
  public SecretProvider within(SecretSettings settings) {
    return new AgeSecrets(settings.programs());
  }

  @Override
  public Optional<String> complaint(SecretRef ref) {
    return Encrypted.complaint(ref.path());
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    return new Unresolvable("a file of the repository can be named in manifests only");
  }

  @Override
  public Resolution resolve(SecretRef ref, FileTree files) {
    Optional<String> complaint = complaint(ref);
    if (complaint.isPresent()) {
      return new Unresolvable(complaint.get());
    }
    if (identity.isEmpty()) {
      return new Unresolvable(
          "the hub has no identity for age; name the file with it by mesh.secrets.identity");
    }
    return switch (Encrypted.in(files, ref.path())) {
      case Encrypted.Missing missing -> new Unresolvable(missing.reason());
      case Encrypted.Found found -> decrypted(found);
    };
  }

  private Resolution decrypted(Encrypted.Found found) {
    List<String> arguments = List.of("--decrypt", "--identity", identity.orElseThrow().toString());
    return switch (program.run(arguments, found.content().bytes())) {
      case Ending.Said said -> secret(said.output());
      case Ending.Failed failed ->
          new Unresolvable(
              "age cannot decrypt it with the identity of the hub: " + failed.errors());
      case Ending.Useless useless -> new Unresolvable(useless.reason());
    };
  }

  private static Resolution secret(String text) {
    String value = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return value.isEmpty()
        ? new Unresolvable("what is encrypted is empty")
        : new Resolved(Secret.of(value));
  }
}
