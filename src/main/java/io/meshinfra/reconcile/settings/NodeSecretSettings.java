package io.meshinfra.reconcile.settings;

import io.meshinfra.resource.Doc;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the secrets come from that manifests name. */
@Doc("Where the secrets come from that manifests name with secret('...') and secretRef.")
public interface NodeSecretSettings {
  @Doc(
      value = "Folders of files that file:/path may name; a file elsewhere is refused.",
      byDefault = "the folder secrets in mesh.home")
  Optional<List<Path>> folders();

  @Doc("What the environment variables begin with that env:NAME may name.")
  @WithDefault("MESH_SECRET_")
  String prefix();

  @Doc("Longest time that a program or a server may take for one secret.")
  @WithDefault("20s")
  Duration patience();

  @Doc("Path of gopass, when it is not found by its name.")
  Optional<Path> gopass();

  @Doc("Path of pass, when it is not found by its name.")
  Optional<Path> pass();

  @Doc("File with the key of the hub for what age and SOPS have encrypted in the repository.")
  Optional<Path> identity();

  @Doc("Path of age, when it is not found by its name.")
  Optional<Path> age();

  @Doc("Path of sops, when it is not found by its name.")
  Optional<Path> sops();

  Vault vault();

  Infisical infisical();

  /** HashiCorp Vault or OpenBao. */
  @Doc("HashiCorp Vault or OpenBao, for vault:MOUNT/PATH#FIELD.")
  interface Vault {
    @Doc("Address of the server, like https://vault.example.org:8200.")
    Optional<String> address();

    @Doc("Names the token that the hub shows, like file:/run/vault/token; read anew each time.")
    Optional<String> token();

    @Doc("Namespace of the entries.")
    Optional<String> namespace();

    @Doc("Version of the KV engines: 2, or 1 for those without versions.")
    @WithDefault("2")
    String kv();

    @Doc("File with the certificates (PEM) that alone may vouch for the server.")
    Optional<Path> ca();
  }

  /** Infisical. */
  @Doc("Infisical, for infisical:FOLDER/NAME.")
  interface Infisical {
    @Doc("Address of the server, like https://app.infisical.com.")
    Optional<String> address();

    @Doc("Id of the project of the secrets.")
    Optional<String> project();

    @Doc("Environment of the secrets, like prod.")
    Optional<String> environment();

    @Doc("Names the access token that the hub shows; without it client-id and client-secret count.")
    Optional<String> token();

    @Doc("Names the id of the machine identity that the hub logs in with.")
    Optional<String> clientId();

    @Doc("Names the secret of that identity, like file:/etc/mesh/infisical.")
    Optional<String> clientSecret();

    @Doc("File with the certificates (PEM) that alone may vouch for the server.")
    Optional<Path> ca();
  }
}
