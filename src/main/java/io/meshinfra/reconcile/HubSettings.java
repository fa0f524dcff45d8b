package io.meshinfra.reconcile;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of the hub, {@code mesh.*}; the page docs/reference/configuration.md is made from it. */
@ConfigMapping(prefix = "mesh")
public interface HubSettings {
  /** Folder of everything the hub keeps: its clone, its journal, its token. */
  Path home();

  Source source();

  Ssh ssh();

  Loop loop();

  Ansible ansible();

  Journal journal();

  Webhook webhook();

  /** Where the desired state comes from. */
  interface Source {
    /** Path or address of the git repository; without it the hub refuses to start. */
    Optional<String> remote();

    /** Branch that is followed. */
    @WithDefault("main")
    String branch();

    /** Folder of the manifests in the repository; empty for all of it. */
    Optional<String> path();

    /** How often the branch is looked at when no webhook tells of a push. */
    @WithDefault("60s")
    Duration interval();

    /** Names the token for an https remote, like env:GIT_TOKEN or file:/run/secrets/token. */
    Optional<String> token();

    /** Private key for an ssh remote. */
    Optional<Path> sshIdentity();

    /** The host keys that an ssh remote may have. */
    Optional<Path> knownHosts();

    /** Accepts a branch whose history was rewritten. */
    @WithDefault("false")
    boolean allowRewind();
  }

  /** How nodes are reached. */
  interface Ssh {
    /** Private keys, tried in this order. */
    Optional<List<Path>> identities();

    /** Socket of an ssh-agent to ask after the keys. */
    Optional<Path> agent();

    /** Longest wait for one access path to answer. */
    @WithDefault("5s")
    Duration connectTimeout();
  }

  /** How the loop goes. */
  interface Loop {
    /** Nodes that are worked on at the same time. */
    @WithDefault("64")
    int parallel();

    /** First wait after a failed pass; doubles up to the interval of the node. */
    @WithDefault("15s")
    Duration retryFirst();

    /** Longest time a probe may take, playbooks excluded. */
    @WithDefault("60s")
    Duration probeTimeout();

    /** Longest time a single step may take on a node. */
    @WithDefault("15m")
    Duration stepTimeout();

    /** How long a run that is out of sight is looked for before its node has to wait. */
    @WithDefault("2m")
    Duration patience();

    /** Oldest probe that a plan may rest on. */
    @WithDefault("5m")
    Duration oldestProbe();
  }

  /** How playbooks are run. */
  interface Ansible {
    @WithDefault("ansible-playbook")
    String command();

    /** How often a playbook is checked when nothing it reads has changed. */
    @WithDefault("1h")
    Duration checkInterval();

    /** Longest time one playbook may take. */
    @WithDefault("30m")
    Duration timeout();
  }

  /** What is remembered. */
  interface Journal {
    /** {@code h2}, one file in the home of the hub, or {@code postgresql}. */
    @WithDefault("h2")
    String kind();

    /** The file of the embedded database, without its ending; one hub at a time holds it. */
    Path file();

    /** Address of the PostgreSQL database. */
    String url();

    String username();

    /** Better given by the environment than by a file. */
    Optional<String> password();

    /** How long runs and events are kept. */
    @WithDefault("90d")
    Duration retention();
  }

  /** Who may tell of a push. */
  interface Webhook {
    /** Names the secret that signs webhooks, like file:/etc/mesh/webhook; without it none is taken. */
    Optional<String> secret();
  }
}
