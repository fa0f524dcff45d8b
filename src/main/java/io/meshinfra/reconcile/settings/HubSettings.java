package io.meshinfra.reconcile.settings;

import io.meshinfra.converge.shell.Keeping;
import io.meshinfra.reconcile.flow.NetworkSettings;
import io.meshinfra.reconcile.paths.PathSettings;
import io.meshinfra.resource.Doc;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the hub, {@code mesh.*}; the page docs/reference/configuration.md is made from it.
 */
@ConfigMapping(prefix = "mesh")
public interface HubSettings {
  @Doc(
      value = "Folder of everything the hub keeps: its clone, its journal, its token.",
      byDefault = "/var/lib/mesh-infra-hub for root, else ~/.local/state/mesh-infra")
  Path home();

  Source source();

  Ssh ssh();

  Loop loop();

  Ansible ansible();

  Generations generations();

  HubLoss hubLoss();

  PathSettings paths();

  NetworkSettings network();

  Journal journal();

  Webhook webhook();

  Policy policy();

  Forge forge();

  NodeSecretSettings secrets();

  CaSettings ca();

  HostCaSettings hostCa();

  TokenSettings tokens();

  TailscaleSettings tailscale();

  /** Where the desired state comes from. */
  @Doc("Where the desired state comes from.")
  interface Source {
    @Doc("Path or address of the git repository; without it the hub refuses to start.")
    Optional<String> remote();

    @Doc("Branch that is followed.")
    @WithDefault("main")
    String branch();

    @Doc("Folder of the manifests in the repository; empty for all of it.")
    Optional<String> path();

    @Doc("How often the branch is looked at when no webhook tells of a push.")
    @WithDefault("60s")
    Duration interval();

    @Doc("Names the token for an https remote, like env:GIT_TOKEN or file:/run/secrets/token.")
    Optional<String> token();

    @Doc(
        "File with the certificates (PEM) that alone may vouch for an https remote, for a forge with"
            + " a CA of its own; without it those that Java trusts.")
    Optional<Path> ca();

    @Doc("Private key for an ssh remote.")
    Optional<Path> sshIdentity();

    @Doc("The host keys that an ssh remote may have.")
    Optional<Path> knownHosts();

    @Doc("Accepts a branch whose history was rewritten.")
    @WithDefault("false")
    boolean allowRewind();

    @Doc(
        "Whose commits come into force: none asks for no signature, head for one on the newest"
            + " commit, every for one on each commit that is new.")
    @WithDefault("none")
    Verify verify();

    @Doc(
        "Files on the hub that say who may sign: allowed signers as in ssh-keygen(1), or armored GPG"
            + " keys. The first revision of all is judged by them alone.")
    Optional<List<Path>> signers();

    @Doc(
        "Such files in the repository, like infra/policy/allowed_signers, as they are in the revision"
            + " in force, never in the one that is judged.")
    Optional<List<String>> signersPath();
  }

  /** Which commits must be signed. */
  enum Verify {
    NONE,
    HEAD,
    EVERY
  }

  /** How nodes are reached. */
  @Doc("How nodes are reached.")
  interface Ssh {
    @Doc("Private keys, tried in this order.")
    Optional<List<Path>> identities();

    @Doc("Socket of an ssh-agent to ask after the keys.")
    Optional<Path> agent();

    @Doc("Longest wait for one access path to answer.")
    @WithDefault("5s")
    Duration connectTimeout();
  }

  /** How the loop goes. */
  @Doc("How the loop goes.")
  interface Loop {
    @Doc(
        "Passes that are made at the same time. Nodes that did not answer the last time do not"
            + " count: waiting for them delays no other node.")
    @WithDefault("1000")
    int parallel();

    @Doc(
        "Of these, how many may be of nodes that were away and come back; at most half of them, so"
            + " that after a power cut those that were there go on as ever.")
    @WithDefault("32")
    int returning();

    @Doc("First wait after a failed pass; doubles up to the interval of the node.")
    @WithDefault("15s")
    Duration retryFirst();

    @Doc("Longest time a probe may take, playbooks excluded.")
    @WithDefault("60s")
    Duration probeTimeout();

    @Doc("Longest time a single step may take on a node.")
    @WithDefault("15m")
    Duration stepTimeout();

    @Doc("How long a run that is out of sight is looked for before its node has to wait.")
    @WithDefault("2m")
    Duration patience();

    @Doc("Oldest probe that a plan may rest on.")
    @WithDefault("5m")
    Duration oldestProbe();

    @Doc(
        "Within which the hub must have come back over new connections after a step that could"
            + " lock it out; else the node undoes it by itself. Between 10s and 1h.")
    @WithDefault("60s")
    Duration guardTime();
  }

  /** How playbooks are run. */
  @Doc("How playbooks are run.")
  interface Ansible {
    @Doc("Name or path of ansible-playbook.")
    @WithDefault("ansible-playbook")
    String command();

    @Doc("How often a playbook is checked when nothing it reads has changed.")
    @WithDefault("1h")
    Duration checkInterval();

    @Doc("Longest time one playbook may take.")
    @WithDefault("30m")
    Duration timeout();
  }

  /** What nodes keep, so that it can be undone. */
  @Doc("What nodes keep, so that it can be undone.")
  interface Generations {
    @Doc("How many of the last runs that changed something a node keeps what they replaced of.")
    @WithDefault("20")
    int keep();

    @Doc("How long a node keeps that; the last one it always keeps.")
    @WithDefault("30d")
    Duration oldest();

    @Doc(
        "How many MiB all of that may take on a node together; the oldest go first, and the last one"
            + " it always keeps.")
    @WithDefault("512")
    int mebibytes();

    /** The same as one value. */
    static Keeping keeping(Generations settings) {
      return new Keeping(settings.keep(), settings.oldest(), settings.mebibytes());
    }
  }

  /** What nodes have to go by when there is no hub. */
  @Doc("What nodes have to go by when there is no hub.")
  interface HubLoss {
    @Doc(
        "Whether each node keeps what it was last in sync with, so that"
            + " sh /var/lib/mesh-infra/mesh verifies it and puts it right without a hub. With false"
            + " nodes are left nothing, and what they have is removed.")
    @WithDefault("true")
    boolean leave();

    @Doc(
        "How many bytes of work a node is left at most. Resources beyond that are verified there, and"
            + " not put right.")
    @WithDefault("4194304")
    long largest();
  }

  /** What is remembered. */
  @Doc("What is remembered.")
  interface Journal {
    @Doc("h2, one file in the home of the hub, or postgresql.")
    @WithDefault("h2")
    String kind();

    @Doc("The file of the embedded database, without its ending; one hub at a time holds it.")
    Path file();

    @Doc("Address of the PostgreSQL database.")
    String url();

    @Doc("Login of the PostgreSQL database.")
    String username();

    @Doc("Password of that login. Better given by the environment than by a file.")
    Optional<String> password();

    @Doc("How long runs, events, pull requests that are done with and expired tokens are kept.")
    @WithDefault("90d")
    Duration retention();

    @Doc(
        "With postgresql: how long a hub may be silent before another one on the same database takes"
            + " over; at least 3s.")
    @WithDefault("30s")
    Duration lease();
  }

  /** What plans are judged by. */
  @Doc("What plans are judged by.")
  interface Policy {
    @Doc(
        "Folder of the policy in the repository; the files in it, not those in folders below. Without"
            + " such a folder the built-in rules hold alone.")
    @WithDefault("infra/policy")
    String path();

    @Doc("How long an approval of a plan holds.")
    @WithDefault("24h")
    Duration approvalExpiry();
  }

  /** Who may tell of a push. */
  @Doc("Who may tell of a push.")
  interface Webhook {
    @Doc(
        "Names the secret that signs webhooks, like file:/etc/mesh/webhook; without it "
            + "none is taken.")
    Optional<String> secret();
  }

  /** Where pull requests are discussed. */
  @Doc("Where pull requests are discussed.")
  interface Forge {
    @Doc(
        "github, gitlab, gitea (Forgejo too), pagure, or none for a plain git remote; without it"
            + " nothing is told in pull requests.")
    Optional<String> kind();

    @Doc(
        "Address of the forge as people open it, with its folder if it is in one; without it"
            + " github and gitlab are the public ones.")
    Optional<String> url();

    @Doc("What the forge calls the repository, like platform/fleet.")
    Optional<String> repository();

    @Doc("Names the token that the hub shows, like env:FORGE_TOKEN or file:/etc/mesh/forge-token.")
    Optional<String> token();

    @Doc("Id of a GitHub App, to come as that instead of with a token.")
    Optional<String> appId();

    @Doc("Id of the installation of that App for the repository.")
    Optional<String> appInstallation();

    @Doc("Names the private key of that App, like file:/etc/mesh/app.pem.")
    Optional<String> appKey();

    @Doc(
        "Names the secret of the webhook on the forge; without it that of mesh.webhook.secret"
            + " counts.")
    Optional<String> webhookSecret();

    @Doc(
        "What is done with pull requests of people who may not write: never plans none of them; safe"
            + " plans, but runs nothing that they bring along, like the check of a shell resource,"
            + " and shows nothing that nodes hold; full treats them as everybody's.")
    @WithDefault("safe")
    ForeignPlans planForeign();

    @Doc("Longest time that looking at the nodes of one pull request may take.")
    @WithDefault("90s")
    Duration planDeadline();

    @Doc("Name of this hub; two hubs that tell of one repository need two names.")
    @WithDefault("main")
    String hubName();

    @Doc(
        "Address under which people reach this hub, like https://hub.example.org; comments link"
            + " their full reports there.")
    Optional<String> hubUrl();

    @Doc("How often open pull requests are looked at when no webhook tells of them.")
    @WithDefault("60s")
    Duration interval();

    @Doc(
        "How often a report on all nodes goes to the branch mesh/reports, also when nothing has"
            + " drifted, like 7d; without it none is written. Needs no forge, but a remote that lets"
            + " the hub push.")
    Optional<Duration> heartbeat();

    @Doc("Longest time that one answer of the forge may take.")
    @WithDefault("30s")
    Duration timeout();
  }
}
