package io.meshinfra.network.intent;

import io.meshinfra.desired.bind.Holds;
import io.meshinfra.desired.bind.WrittenAs;
import io.meshinfra.desired.manifest.HostName;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.model.NodeName;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Doc;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file as it is written, before its parts are compared with each other. */
@Doc(
    value =
        "What the network shall allow, in the words of no product. What no rule allows is denied.",
    example =
        """
        version: 1
        nodes:
          hub: {internal_ip: 10.0.0.1/24, roles: [hub], always_on: true}
          laptop: {internal_ip: 10.0.0.2/24, roles: [workstation], roaming: true}
        access_policy:
          - name: workstations_use_the_hub
            from: role:workstation
            to: role:hub
            ports: [22, 443]
        security_invariants: [admin_ports_never_public, default_deny_inbound]
        """)
record IntentManifest(
    @Doc("Form of the file; always 1.") @NotNull @Min(1) @Max(1) Integer version,
    @Doc("Notes for people.") Meta metadata,
    @Doc("What the names of the nodes end with.") Optional<HostName> domain,
    @Doc("The network that the nodes have among each other.") Mesh mesh,
    @Doc("What the intent is compiled to on every node that says nothing else; nothing without it.")
        @WrittenAs("back_ends")
        List<BackEnd> backEnds,
    @Doc("Who may log in by sshd and how, where the back end sshd is switched on.")
        Optional<SshdManifest> sshd,
    @Doc("What Tailscale has to know and nobody else.") Tailscale tailscale,
    @Doc("The machines, by their name in the fleet.") @NotEmpty @Holds(Node.class)
        Map<String, Yaml> nodes,
    @Doc("Nodes that rules speak of together: lists of their names.") Map<String, Yaml> groups,
    @Doc("What is allowed; rules only add up.") @WrittenAs("access_policy") @Holds(Rule.class)
        List<Yaml> rules,
    @Doc("What must hold whatever the rules say: known words, and conditions of one's own.")
        @WrittenAs("security_invariants")
        @Holds(value = Own.class, orWord = Invariant.class)
        List<Yaml> invariants,
    @Doc("The authority for SSH certificates: its key, what principals open, what was revoked.")
        @WrittenAs("ssh_ca")
        Optional<Yaml> sshCa,
    @Doc(
            "The authority for host certificates of SSH: its key, and what was revoked. It needs"
                + " domain.")
        @WrittenAs("host_ca")
        Optional<Yaml> hostCa) {

  /** Notes for people. */
  record Meta(
      @Doc("What it is about.") Optional<String> description,
      @Doc("When somebody last looked through it.") @WrittenAs("last_updated")
          Optional<String> lastUpdated) {}

  /** The network that the nodes have among each other. */
  record Mesh(
      @Doc(value = "All of it.", byDefault = "what internal_ip of the nodes says")
          Optional<Subnet> network,
      @Doc(
              value = "Interfaces by which it comes; its addresses are dropped on all others.",
              byDefault = "[tailscale0, wg0]")
          @Size(max = 16)
          List<InterfaceName> interfaces,
      @Doc(
              value = "UDP ports by which the mesh itself is made.",
              byDefault = "[41641, 51820], of Tailscale and WireGuard")
          @Size(max = 16)
          List<@Min(1) @Max(65535) Integer> listen,
      @Doc(value = "Who has a tunnel of WireGuard to whom.", byDefault = "full-mesh")
          Topology topology) {
    static final Mesh USUAL = new Mesh(Optional.empty(), List.of(), List.of(), Topology.FULL_MESH);

    Mesh {
      topology = topology == null ? Topology.FULL_MESH : topology;
      interfaces =
          interfaces.isEmpty()
              ? List.of(new InterfaceName("tailscale0"), new InterfaceName("wg0"))
              : List.copyOf(interfaces);
      listen = listen.isEmpty() ? List.of(41_641, 51_820) : List.copyOf(listen);
    }
  }

  /** What Tailscale has to know. */
  record Tailscale(
      @Doc(
              value =
                  "Who may give a device the tag of a node: logins, autogroup:NAME or"
                      + " group:NAME@DOMAIN.",
              byDefault = "[autogroup:admin]")
          @WrittenAs("tag_owners")
          @Size(max = 100)
          List<TagOwner> tagOwners,
      @Doc("Accounts that admin may log in to by Tailscale SSH; without any it is off.")
          @WrittenAs("ssh_users")
          @Size(max = 100)
          List<AccountName> sshUsers,
      @Doc(value = "Whether nodes take the DNS settings of the tailnet.", byDefault = "true")
          @WrittenAs("accept_dns")
          Boolean acceptDns) {}

  /** One machine. */
  record Node(
      @Doc("Its whole name.") Optional<HostName> fqdn,
      @Doc("Its address in the mesh, IPv4, like 10.0.0.1/24.") @NotNull @WrittenAs("internal_ip")
          MeshAddress address,
      @Doc("What it is for; rules name them as role:NAME.") List<Label> roles,
      @Doc("What is not possible there, like wsl2.") List<Label> constraints,
      @Doc("What it offers.") List<Label> services,
      @Doc(value = "Whether it is meant to answer at any time.", byDefault = "false")
          @WrittenAs("always_on")
          boolean alwaysOn,
      @Doc(value = "Whether its other addresses change.", byDefault = "false") boolean roaming,
      @Doc("Networks that it routes into.") List<Subnet> routes,
      @Doc(value = "Whether others may reach the internet by it.", byDefault = "false")
          @WrittenAs("exit_node")
          boolean exitNode,
      @Doc("The exit node by which it goes to the internet; by none without it.")
          @WrittenAs("internet_by")
          Optional<NodeName> internetBy,
      @Doc(value = "Whether it takes the routes of other nodes.", byDefault = "false")
          @WrittenAs("accept_routes")
          boolean acceptRoutes,
      @Doc(
              value = "false for a machine that is no node of the fleet, like a telephone.",
              byDefault = "true")
          Boolean managed,
      @Doc("In place of the back ends of all.") @WrittenAs("back_ends")
          Optional<List<BackEnd>> backEnds,
      @Doc("What WireGuard has to know of it.") Optional<Wireguard> wireguard,
      @Doc("In place of what sshd of all says, key by key.") Optional<SshdManifest> sshd) {
    Node {
      managed = managed == null || managed;
      if (alwaysOn && roaming) {
        throw new IllegalArgumentException("a node that is always on does not roam; keep one");
      }
    }
  }

  /** One rule. */
  record Rule(
      @Doc("What people call it.") @NotNull Label name,
      @Doc("admin, \"*\" (also from outside of the mesh), role:NAME, group:NAME or a node.")
          @NotNull
          NodeSelection from,
      @Doc("admin, \"*\", role:NAME, group:NAME or a node.") @NotNull NodeSelection to,
      @Doc("\"*\", or ports and ranges like 8000-8100.") @NotNull PortList ports,
      @Doc(value = "tcp, udp or any.", byDefault = "tcp; any for all ports") Protocols protocol,
      @Doc("New connections of one address, like 1/minute.") @WrittenAs("rate_limit")
          Optional<Rate> rateLimit,
      @Doc("Why it is there.") Optional<String> reason) {
    Rule {
      if (protocol == null) {
        protocol = ports.isAll() ? Protocols.ANY : Protocols.TCP;
      }
    }
  }

  /** Something that must hold, in words of one's own. */
  record Own(
      @Doc("What people call it.") @NotNull Label name,
      @Doc("A condition in CEL that must be true of each two nodes, and of outside and each node.")
          @NotEmpty
          String cel,
      @Doc(value = "Why it is wanted, for whoever breaks it.", byDefault = "the condition")
          @Size(max = 300)
          Optional<String> message) {}

  /** The nodes of a group. */
  record Members(@NotEmpty List<NodeName> nodes) {
    Members {
      nodes = List.copyOf(nodes);
    }
  }

  IntentManifest {
    metadata = metadata == null ? new Meta(Optional.empty(), Optional.empty()) : metadata;
    mesh = mesh == null ? Mesh.USUAL : mesh;
    tailscale = tailscale == null ? new Tailscale(List.of(), List.of(), true) : tailscale;
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
  }
}
