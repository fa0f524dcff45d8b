package io.meshinfra.secret.infisical;

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
import io.meshinfra.secret.server.Line;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code infisical:web/DB_PASSWORD}: a secret in a folder of the project and environment that the
 * configuration names.
 */
@AutoService(SecretProvider.class)
public final class InfisicalSecrets implements SecretProvider {
  private static final String NAME = "infisical";

  private final Optional<SecretServer> server;
  private final Optional<Login> login;

  public InfisicalSecrets() {
    this(Optional.empty());
  }

  private InfisicalSecrets(Optional<SecretServer> server) {
    this.server = server;
    this.login = server.map(s -> new Login(s, new Line(s)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SecretProvider within(SecretSettings settings) {
    return new InfisicalSecrets(Optional.ofNullable(settings.servers().get(NAME)));
  }

  @Override
  public Optional<String> complaint(SecretRef ref) {
    boolean plain =
        List.of(ref.path().split("/", -1)).stream()
            .noneMatch(part -> part.isBlank() || part.equals(".") || part.equals(".."));
    return plain
        ? Optional.empty()
        : Optional.of(
            "a secret of Infisical is named FOLDER/NAME or NAME, like web/DB_PASSWORD, not "
                + Printable.quote(ref.path()));
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    Optional<String> complaint = complaint(ref);
    if (complaint.isPresent()) {
      return new Unresolvable(complaint.get());
    }
    if (server.isEmpty()) {
      return new Unresolvable(
          "no Infisical is configured; its address is mesh.secrets.infisical.address");
    }
    return switch (login.orElseThrow().token()) {
      case Resolved(Secret token) -> ask(ref.path(), token);
      case Unresolvable missing -> missing;
    };
  }

  private Resolution ask(String path, Secret token) {
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    Map<String, String> query = new TreeMap<>();
    query.put("secretPath", "/" + path.substring(0, Math.max(0, slash)));
    query.put("projectId", option("project"));
    query.put("environment", option("environment"));
    query.put("viewSecretValue", "true");
    String what = Line.path(List.of("api", "v4", "secrets", name)) + Line.query(query);
    Map<String, String> headers = Map.of("Authorization", "Bearer " + token.reveal());
    return switch (login.orElseThrow().line().get(what, headers)) {
      case Answer.Told told -> found(told.body());
      case Answer.Refused refused -> new Unresolvable(refusal(refused.status()));
      case Answer.Silent silent -> new Unresolvable(silent.reason());
    };
  }

  private String option(String name) {
    return server.map(s -> s.options().get(name)).orElse("");
  }

  private String refusal(int status) {
    String host = login.orElseThrow().line().host();
    return switch (status) {
      case 404 ->
          "%s has no such secret in the environment %s".formatted(host, option("environment"));
      case 401, 403 -> "%s does not let the hub read it".formatted(host);
      case 429 -> "%s wants fewer questions; it is asked again later".formatted(host);
      default -> "%s refused with status %d".formatted(host, status);
    };
  }

  /** Without the right to see values the server answers with a placeholder. */
  private static Resolution found(JsonNode body) {
    JsonNode secret = body.path("secret");
    JsonNode value = secret.path("secretValue");
    if (secret.path("secretValueHidden").asBoolean(false)) {
      return new Unresolvable("the hub may know of this secret and not read its value");
    }
    return value.isTextual() && !value.asText().isEmpty()
        ? new Resolved(Secret.of(value.asText()))
        : new Unresolvable("the secret is empty");
  }
}
