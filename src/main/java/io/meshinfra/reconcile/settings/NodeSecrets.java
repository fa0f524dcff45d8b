package io.meshinfra.reconcile.settings;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.SecretServer;
import io.meshinfra.secret.SecretSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where the secrets of nodes come from: the same settings on the hub and without one. */
public final class NodeSecrets {
  private static final String VAULT = "vault";
  private static final String INFISICAL = "infisical";

  private NodeSecrets() {}

  /** As the hub is configured. */
  public static SecretSettings of(NodeSecretSettings settings, Path home) {
    NodeSecretSettings.Vault vault = settings.vault();
    NodeSecretSettings.Infisical infisical = settings.infisical();
    Map<String, Optional<Path>> programs =
        Map.of(
            "gopass", settings.gopass(),
            "pass", settings.pass(),
            "age", settings.age(),
            "sops", settings.sops());
    Map<String, Optional<SecretServer>> servers =
        Map.of(
            VAULT,
            vault(vault.address(), vault.token(), vault.namespace(), Optional.of(vault.kv()))
                .map(s -> with(s, vault.ca(), settings.patience())),
            INFISICAL,
            infisical(
                    infisical.address(),
                    Map.of(
                        "token", infisical.token(),
                        "client-id", infisical.clientId(),
                        "client-secret", infisical.clientSecret()),
                    infisical.project(),
                    infisical.environment())
                .map(s -> with(s, infisical.ca(), settings.patience())));
    return new SecretSettings(
        settings.folders().orElse(List.of(home.resolve(HubHome.SECRETS))),
        settings.prefix(),
        new SecretSettings.Programs(present(programs), settings.patience(), settings.identity()),
        present(servers));
  }

  /**
   * Without a hub: the same settings, by the names that they have in the environment.
   *
   * @param variable of the environment
   * @param home where the hub would keep what it has
   */
  public static SecretSettings of(Function<String, Optional<String>> variable, Path home) {
    Function<String, Optional<String>> setting = name -> variable.apply("MESH_SECRETS_" + name);
    Duration patience = SecretSettings.Programs.USUAL.patience();
    Map<String, Optional<Path>> programs =
        Map.of(
            "gopass", setting.apply("GOPASS").map(Path::of),
            "pass", setting.apply("PASS").map(Path::of),
            "age", setting.apply("AGE").map(Path::of),
            "sops", setting.apply("SOPS").map(Path::of));
    Map<String, Optional<SecretServer>> servers =
        Map.of(
            VAULT,
            vault(
                    setting.apply("VAULT_ADDRESS"),
                    setting.apply("VAULT_TOKEN"),
                    setting.apply("VAULT_NAMESPACE"),
                    setting.apply("VAULT_KV"))
                .map(s -> with(s, setting.apply("VAULT_CA").map(Path::of), patience)),
            INFISICAL,
            infisical(
                    setting.apply("INFISICAL_ADDRESS"),
                    Map.of(
                        "token", setting.apply("INFISICAL_TOKEN"),
                        "client-id", setting.apply("INFISICAL_CLIENT_ID"),
                        "client-secret", setting.apply("INFISICAL_CLIENT_SECRET")),
                    setting.apply("INFISICAL_PROJECT"),
                    setting.apply("INFISICAL_ENVIRONMENT"))
                .map(s -> with(s, setting.apply("INFISICAL_CA").map(Path::of), patience)));
    return new SecretSettings(
        setting
            .apply("FOLDERS")
            .map(NodeSecrets::paths)
            .orElse(List.of(home.resolve(HubHome.SECRETS))),
        setting.apply("PREFIX").orElse(SecretSettings.PREFIX),
        new SecretSettings.Programs(
            present(programs), patience, setting.apply("IDENTITY").map(Path::of)),
        present(servers));
  }

  private static Optional<SecretServer> vault(
      Optional<String> address,
      Optional<String> token,
      Optional<String> namespace,
      Optional<String> kv) {
    return address.map(
        where -> server(where, Map.of("token", token), Map.of("namespace", namespace, "kv", kv)));
  }

  private static Optional<SecretServer> infisical(
      Optional<String> address,
      Map<String, Optional<String>> credentials,
      Optional<String> project,
      Optional<String> environment) {
    return address.map(where ->
        server(where, credentials, Map.of("project", project, "environment", environment)));
  }

  private static SecretServer server(
      String address,
      Map<String, Optional<String>> credentials,
      Map<String, Optional<String>> options) {
    Map<String, SecretRef> names = new HashMap<>();
    present(credentials).forEach((name, text) -> names.put(name, SecretRef.parse(text)));
    return new SecretServer(
        URI.create(address),
        names,
        present(options),
        Optional.empty(),
        SecretSettings.Programs.USUAL.patience());
  }

  private static SecretServer with(SecretServer server, Optional<Path> ca, Duration patience) {
    return new SecretServer(server.address(), server.credentials(), server.options(), ca, patience);
  }

  private static <T> Map<String, T> present(Map<String, Optional<T>> values) {
    Map<String, T> present = new HashMap<>();
    values.forEach((name, value) -> value.ifPresent(v -> present.put(name, v)));
    return present;
  }

  private static List<Path> paths(String list) {
    return Stream.of(list.split(",")).map(String::strip).map(Path::of).toList();
  }
}
