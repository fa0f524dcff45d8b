package io.meshinfra.secret.pass;

import com.google.auto.service.AutoService;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.SecretProvider;
import io.meshinfra.secret.SecretSettings;
import io.meshinfra.secret.program.Program;
import java.util.List;
import java.util.Optional;

/** {@code gopass:web/db}: an entry of the gopass store of the user that the hub runs as. */
@AutoService(SecretProvider.class)
public final class GopassSecrets implements SecretProvider {
  /**
   * As the entry is stored: parsing would turn 0123 into 83, and safecontent would hide the
   * password.
   */
  private static final List<String> SHOW = List.of("show", "--noparsing", "--unsafe");

  private final PasswordStore store;

  public GopassSecrets() {
    this(SecretSettings.Programs.USUAL);
  }

  private GopassSecrets(SecretSettings.Programs programs) {
    this.store =
        new PasswordStore(new Program(programs.command("gopass"), programs.patience()), SHOW);
  }

  @Override
  public String name() {
    return "gopass";
  }

  @Override
  public SecretProvider within(SecretSettings settings) {
    return new GopassSecrets(settings.programs());
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
