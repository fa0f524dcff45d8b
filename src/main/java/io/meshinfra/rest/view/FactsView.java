package io.meshinfra.rest.view;

import io.meshinfra.model.Facts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the probe learned about the machine. */
@Schema(name = "Facts")
public record FactsView(
    String os,
    String distribution,
    String version,
    String arch,
    String kernel,
    String hostname,
    String init,
    String packageManager,
    String virtualisation,
    long memoryBytes,
    List<String> addresses,
    String bootId,
    @Schema(description = "missing when they could not be found out")
        Optional<FirewallsView> firewalls) {
  public FactsView {
    addresses = List.copyOf(addresses);
  }

  static FactsView of(Facts facts) {
    return new FactsView(
        facts.os(),
        facts.distribution(),
        facts.version(),
        facts.arch(),
        facts.kernel(),
        facts.hostname(),
        facts.init().name().toLowerCase(Locale.ROOT),
        facts.packageManager().name().toLowerCase(Locale.ROOT),
        facts.virtualisation(),
        facts.memoryBytes(),
        facts.addresses(),
        facts.bootId(),
        facts.firewalls().map(FirewallsView::of));
  }
}
