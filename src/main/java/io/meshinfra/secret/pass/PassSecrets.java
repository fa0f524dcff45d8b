package io.meshinfra.secret.pass;

import com.google.auto.service.AutoService;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.SecretProvider;
import io.meshinfra.secret.SecretSettings;
import io.meshinfra.secret.program.Program;
import java.util.List;
import java.util.Optional;

/** {@code pass:web/db}: an entry of the store of pass of the user that the hub runs as. */
@AutoService(SecretProvider.class)
public final class PassSecrets implements SecretProvider {
  private final PasswordStore store;

  public PassSecrets() {
    this(SecretSettings.Programs.USUAL);
  }

  private PassSecrets(SecretSettings.Programs programs) {
    this.store =
        new PasswordStore(
            new Program(programs.command("pass"), programs.patience()), List.of("show"));
  }

  @Override
  public String name() {
    return "pass";
  }

  @Override
  public SecretProvider within(SecretSettings settings) {
    return new PassSecrets(settings.programs());
  }

  @Override
  public Optional<String> complaint(SecretRef ref) {
    return PasswordStore.complaint(ref);
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    return store.resolve(ref);
  }
}
