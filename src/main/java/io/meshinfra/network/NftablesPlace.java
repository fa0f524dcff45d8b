package io.meshinfra.network;

import io.meshinfra.model.Facts;
import io.meshinfra.resource.Condition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The file that the unit {@code nftables} of a distribution loads. Each is as the package of the
 * distribution has it in its unit, or its init script.
 */
enum NftablesPlace {
  ETC(
      "/etc/nftables.conf",
      Set.of(
          "debian",
          "ubuntu",
          "raspbian",
          "linuxmint",
          "kali",
          "devuan",
          "pop",
          "arch",
          "archarm",
          "manjaro",
          "endeavouros")),
  SYSCONFIG(
      "/etc/sysconfig/nftables.conf",
      Set.of("fedora", "rhel", "centos", "rocky", "almalinux", "ol")),
  ALPINE("/etc/nftables.nft", Set.of("alpine", "postmarketos"));

  private final String path;
  private final Set<String> distributions;

  NftablesPlace(String path, Set<String> distributions) {
    this.path = path;
    this.distributions = distributions;
  }

  String path() {
    return path;
  }

  /** That of a distribution, by its {@code ID} of os-release, which is also what labels say. */
  static Optional<NftablesPlace> of(String distribution) {
    return Arrays.stream(values())
        .filter(place -> place.distributions.contains(distribution.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** Those that a node may have: one, where its label says it; else the node says which. */
  static List<NftablesPlace> possible(Optional<String> label) {
    return label.flatMap(NftablesPlace::of).map(List::of).orElseGet(() -> List.of(values()));
  }

  /**
   * That the node is of a distribution of which this is known.
   *
   * @param here the place that is asked for; empty for any
   */
  record Known(Optional<NftablesPlace> here) implements Condition {
    @Override
    public Answer on(Facts facts) {
      Optional<NftablesPlace> place = of(facts.distribution());
      if (place.isPresent()) {
        return here.isEmpty() || here.equals(place) ? Answer.WANTED : new Answer.PassedOver();
      }
      return here.isEmpty() || here.get() == ETC
          ? new Answer.Waits(reason(facts.distribution()))
          : new Answer.PassedOver();
    }

    private static String reason(String distribution) {
      return "where %s loads the rules of nftables from is not known; write the label os of the node, one of %s"
          .formatted(
              distribution.isEmpty() ? "this machine" : distribution,
              Arrays.stream(values())
                  .flatMap(place -> place.distributions.stream())
                  .sorted()
                  .collect(Collectors.joining(", ")));
    }
  }
}
