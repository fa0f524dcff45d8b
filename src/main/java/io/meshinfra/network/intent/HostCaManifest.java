package io.meshinfra.network.intent;

import io.meshinfra.desired.bind.WrittenAs;
import io.meshinfra.model.SshPublicKey;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;

/** The authority for host certificates as it is written. */
@Doc("The authority that says of hosts who they are.")
record HostCaManifest(
    @Doc(
            "Public key of the authority, the line of its .pub file; another one than that of"
                + " ssh_ca. The private one is the hub's.")
        @NotNull
        @WrittenAs("public_key")
        SshPublicKey publicKey,
    @Doc("Keys of hosts, or of authorities before, that nobody shall believe any more.")
        @Size(max = 1_000)
        List<Revoked> revoked) {
  HostCaManifest {
    revoked = List.copyOf(revoked);
  }

  /** One key. */
  record Revoked(
      @Doc("The key: no certificate for it and none that it signed counts.")
          @NotNull
          @WrittenAs("public_key")
          SshPublicKey publicKey,
      @Doc("Why.") Optional<String> reason) {}
}
