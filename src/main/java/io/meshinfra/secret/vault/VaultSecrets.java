package io.meshinfra.secret.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.auto.service.AutoService;
import io.meshinfra.model.Printable;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Resolution.Resolved;
import io.meshinfra.secret.Resolution.Unresolvable;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.SecretProvider;
import io.meshinfra.secret.SecretServer;
import io.meshinfra.secret.SecretSettings;
import io.meshinfra.secret.server.Answer;
import io.meshinfra.secret.server.Credential;
import io.meshinfra.secret.server.Line;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code vault:secret/web/db#password}: a field of an entry of a KV engine of Vault or OpenBao,
 * whose REST is the same. The option {@code kv} is 2, or 1 for engines without versions.
 */
@AutoService(SecretProvider.class)
public final class VaultSecrets implements SecretProvider {
  private static final String NAME = "vault";

  private final Optional<SecretServer> server;
  private final Optional<Line> line;

  public VaultSecrets() {
    this(Optional.empty());
  }

  private VaultSecrets(Optional<SecretServer> server) {
    this.server = server;
    this.line = server.map(Line::new);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SecretProvider within(SecretSettings settings) {
    return new VaultSecrets(Optional.ofNullable(settings.servers().get(NAME)));
  }

  @Override
  public Optional<String> complaint(SecretRef ref) {
    return Entry.parse(ref.path()).isPresent()
        ? Optional.empty()
        : Optional.of(
            "an entry of a vault is named MOUNT/PATH#FIELD, like secret/web/db#password, not "
                + Printable.quote(ref.path()));
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    Optional<String> complaint = complaint(ref);
    if (complaint.isPresent()) {
      return new Unresolvable(complaint.get());
    }
    if (server.isEmpty()) {
      return new Unresolvable("no vault is configured; its address is mesh.secrets.vault.address");
    }
    Entry entry = Entry.parse(ref.path()).orElseThrow();
    return switch (Credential.of(server.get(), "token")) {
      case Resolved(Secret token) -> ask(entry, token);
      case Unresolvable missing -> missing;
    };
  }

  private Resolution ask(Entry entry, Secret token) {
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Vault-Token", token.reveal());
    headers.put("X-Vault-Request", "true");
    option("namespace").ifPresent(name -> headers.put("X-Vault-Namespace", name));
    boolean versioned = !option("kv").equals(Optional.of("1"));
    String what = Line.path(entry.address(versioned));
    return switch (line.orElseThrow().get(what, headers)) {
      case Answer.Told told -> found(entry, told.body(), versioned);
      case Answer.Refused refused -> new Unresolvable(refusal(refused.status()));
      case Answer.Silent silent -> new Unresolvable(silent.reason());
    };
  }

  private Optional<String> option(String name) {
    return server.map(s -> s.options().get(name));
  }

  private String refusal(int status) {
    String host = line.orElseThrow().host();
    return switch (status) {
      case 404 -> "%s has no such entry, or the token may not know".formatted(host);
      case 403 -> "%s does not let the token of the hub read it".formatted(host);
      case 429, 503 -> "%s is sealed or overloaded (status %d)".formatted(host, status);
      default -> "%s refused with status %d".formatted(host, status);
    };
  }

  private static Resolution found(Entry entry, JsonNode body, boolean versioned) {
    JsonNode fields = versioned ? body.path("data").path("data") : body.path("data");
    JsonNode value = fields.path(entry.field());
    boolean plain = value.isTextual() || value.isNumber() || value.isBoolean();
    return plain && !value.asText().isEmpty()
        ? new Resolved(Secret.of(value.asText()))
        : new Unresolvable(
            "the entry has no field %s with a text".formatted(Printable.quote(entry.field())));
  }
}
