package io.meshinfra.desired.manifest;

import io.meshinfra.model.AccessPath;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;
import java.util.stream.Stream;

/** One way in, as it is written: a map with exactly one key. */
@Doc(
    value = "One way in; exactly one of the keys. Ways are tried in the order of the list.",
    example = "- tailscale: laptop-hq\n- ssh: {host: 203.0.113.7, port: 2222, name: emergency}")
public record AccessItem(
    @Doc("Name or address in the tailnet.") Optional<HostAddress> tailscale,
    @Doc("Name or address inside the WireGuard network.") Optional<HostAddress> wireguard,
    @Doc("Name or address in the local network.") Optional<HostAddress> lan,
    @Doc("The hub itself, without SSH; only true makes sense.") Optional<Boolean> local,
    @Doc("Any other way in by SSH.") Optional<Ssh> ssh) {

  /** A way in with a port and a name of its own. */
  @Doc("Any other way in by SSH.")
  public record Ssh(
      @Doc("Host name or IP address.") @NotNull HostAddress host,
      @Doc(value = "TCP port of sshd.", byDefault = "sshPort of the fleet, 22") @Min(1) @Max(65535)
          Integer port,
      @Doc(value = "What people call this way in.", byDefault = "ssh") ManifestName name) {}

  public AccessItem {
    long ways =
        Stream.of(tailscale, wireguard, lan, local, ssh).filter(Optional::isPresent).count();
    if (ways != 1) {
      throw new IllegalArgumentException(
          "each way in has exactly one of tailscale, wireguard, lan, local, ssh; start a new list"
              + " item for the next");
    }
    if (local.isPresent() && !local.get()) {
      throw new IllegalArgumentException("local: false says nothing; remove it");
    }
  }

  AccessPath path(int sshPort) {
    if (local.isPresent()) {
      return AccessPath.local();
    }
    if (ssh.isPresent()) {
      Ssh way = ssh.get();
      String name = way.name() == null ? "ssh" : way.name().value();
      int port = way.port() == null ? sshPort : way.port();
      return AccessPath.ssh(name, way.host().value(), port);
    }
    return tailscale
        .map(host -> AccessPath.ssh("tailscale", host.value(), sshPort))
        .or(() -> wireguard.map(host -> AccessPath.ssh("wireguard", host.value(), sshPort)))
        .or(() -> lan.map(host -> AccessPath.ssh("lan", host.value(), sshPort)))
        .orElseThrow();
  }
}
