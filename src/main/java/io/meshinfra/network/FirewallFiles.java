package io.meshinfra.network;

import io.meshinfra.desired.Contribution.Given;
import io.meshinfra.desired.Member;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.FirewallProgram;
import io.meshinfra.network.firewall.Candidates;
import io.meshinfra.network.firewall.Ruleset;
import io.meshinfra.network.intent.BackEnd;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.resource.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The resources of all firewalls that a node may get, each with the condition that it is that. */
final class FirewallFiles {
  private static final String UFW_SETTINGS = "/etc/ufw/ufw.conf";
  private static final String UFW_IS_ON =
      """
      # Kept by mesh-infra: what is changed here by hand is undone.
      ENABLED=yes
      LOGLEVEL=low
      """;

  /** Our own chain is there once our files have been loaded. */
  private static final String UFW_IS_LOADED = "iptables -w 5 -nL mesh-infra >/dev/null 2>&1";

  private final PlannedNetwork network;
  private final MeshNode node;
  private final Candidates candidates;
  private final List<Given> all = new ArrayList<>();

  private FirewallFiles(PlannedNetwork network, MeshNode node, Candidates candidates) {
    this.network = network;
    this.node = node;
    this.candidates = candidates;
  }

  static List<Given> of(PlannedNetwork network, MeshNode node) {
    Candidates candidates = network.firewalls().get(node.name());
    if (candidates == null) {
      return List.of();
    }
    FirewallFiles files = new FirewallFiles(network, node, candidates);
    candidates.rulesets().forEach(files::add);
    return files.all;
  }

  private void add(Ruleset ruleset) {
    switch (ruleset.backEnd()) {
      case NFTABLES -> nftables(ruleset);
      case FIREWALLD -> firewalld(ruleset);
      case UFW -> ufw(ruleset);
      case FIREWALL, WIREGUARD, TAILSCALE, SSHD, HOSTS, SSH, CERTIFICATES ->
          throw new IllegalArgumentException(ruleset.backEnd() + " is no firewall");
    }
  }

  /**
   * The ruleset as a file; the unit of the distribution loads it at boot, and on reload in one go.
   */
  private void nftables(Ruleset ruleset) {
    FirewallResources resources = resources("nftables");
    Condition used = used(FirewallProgram.NFTABLES);
    List<NftablesPlace> places =
        NftablesPlace.possible(
            Optional.ofNullable(network.fleet().nodes().get(node.name()))
                .map(Member::labels)
                .map(labels -> labels.get("os")));
    boolean said = places.size() == 1;
    Condition anywhere = said ? used : used.and(new NftablesPlace.Known(Optional.empty()));
    give(resources.install(), anywhere);
    String text = ruleset.files().values().iterator().next();
    for (NftablesPlace place : places) {
      give(
          resources.file(place.path(), text, "0644", Optional.of("nft -c -f %s")),
          said ? used : used.and(new NftablesPlace.Known(Optional.of(place))));
    }
    give(
        resources.service("reloadOn", places.stream().map(NftablesPlace::path).toList()), anywhere);
  }

  /**
   * A zone and two policies as files. firewalld checks all of its configuration or nothing of it,
   * so that no file is checked by itself before it takes its place; the guard is there for that.
   */
  private void firewalld(Ruleset ruleset) {
    FirewallResources resources = resources("firewalld");
    Condition used = used(FirewallProgram.FIREWALLD);
    give(resources.install(), used);
    ruleset
        .files()
        .forEach((path, text) -> give(resources.file(path, text, "0644", Optional.empty()), used));
    give(resources.service("reloadOn", List.copyOf(ruleset.files().keySet())), used);
  }

  /**
   * The rules that ufw loads before those of people, and that it is on. Its unit knows no reload:
   * while it restarts, for some tenths of a second, it lets everything in. Where somebody has said
   * {@code ufw enable} since the last boot, the unit has not been started yet, and starting it
   * loads nothing, since there are rules already.
   */
  private void ufw(Ruleset ruleset) {
    FirewallResources resources = resources("ufw");
    Condition used = used(FirewallProgram.UFW);
    give(resources.install(), used);
    ruleset
        .files()
        .forEach((path, text) -> give(resources.file(path, text, "0640", checkOfUfw(path)), used));
    give(resources.file(UFW_SETTINGS, UFW_IS_ON, "0644", Optional.empty()), used);
    List<String> watched = new ArrayList<>(ruleset.files().keySet());
    watched.add(UFW_SETTINGS);
    give(resources.service("restartOn", watched), used);
    give(
        resources.afterwards(
            "ufw-loaded", UFW_IS_LOADED, "%s || ufw reload".formatted(UFW_IS_LOADED)),
        used);
  }

  private static Optional<String> checkOfUfw(String path) {
    return Optional.of(
        path.endsWith("6.rules")
            ? "ip6tables-restore -n --test %s"
            : "iptables-restore -n --test %s");
  }

  private FirewallResources resources(String name) {
    return new FirewallResources(new Written(node.at()), name);
  }

  private Condition used(FirewallProgram mine) {
    Map<FirewallProgram, String> unable = new TreeMap<>();
    candidates.unable().forEach((backEnd, why) -> unable.put(program(backEnd), why));
    return new FirewallCondition(mine, candidates.chosen(), new TreeMap<>(unable));
  }

  private static FirewallProgram program(BackEnd backEnd) {
    return FirewallProgram.valueOf(backEnd.name());
  }

  private void give(Yaml entry, Condition when) {
    all.add(new Given(entry, Optional.of(when)));
  }
}
