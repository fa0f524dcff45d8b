package io.meshinfra.network.intent;

import io.meshinfra.desired.bind.WrittenAs;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Optional;

/** What WireGuard has to know of one machine. */
public record Wireguard(
    @Doc("Its public key, as mesh net keys writes it; without one it is nobody's peer.")
        @WrittenAs("public_key")
        Optional<WireguardKey> publicKey,
    @Doc(
            value = "Where others reach its WireGuard, as HOST or HOST:PORT.",
            byDefault = "what its access paths tell")
        Optional<WireguardEndpoint> endpoint,
    @Doc(value = "UDP port on which it listens; one of mesh.listen.", byDefault = "51820")
        @Min(1)
        @Max(65535)
        Integer port,
    @Doc(
            value = "Whether its kernel has no WireGuard, so that it needs wireguard-go.",
            byDefault = "false")
        boolean userspace) {
  private static final int USUAL_PORT = 51_820;

  /** Of a machine of which nothing is written. */
  public static final Wireguard USUAL =
      new Wireguard(Optional.empty(), Optional.empty(), USUAL_PORT, false);

  public Wireguard {
    port = port == null ? USUAL_PORT : port;
  }
}
