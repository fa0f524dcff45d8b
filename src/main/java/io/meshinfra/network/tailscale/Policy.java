package io.meshinfra.network.tailscale;

import io.meshinfra.network.intent.Protocol;
import io.meshinfra.network.matrix.Span;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A policy file as it was read.
 *
 * @param hosts addresses, as numbers, by their alias
 * @param tagOwners by tag
 * @param rules whether it has a section of grants at all; without one everything is open
 */
record Policy(
    SortedMap<String, List<String>> tagOwners,
    SortedMap<String, Long> hosts,
    boolean rules,
    List<Rule> grants,
    List<SshRule> ssh,
    SortedMap<String, List<String>> routes,
    List<String> exitNodes,
    List<Assertion> tests,
    List<SshAssertion> sshTests) {
  /** A grant: sources, destinations, ports of each protocol. */
  record Rule(int number, Set<String> src, Set<String> dst, Map<Protocol, List<Span>> ports) {
    Rule {
      src = Set.copyOf(src);
      dst = Set.copyOf(dst);
      ports = Collections.unmodifiableMap(new TreeMap<>(ports));
    }
  }

  /** Who logs in where as whom, without being asked again. */
  record SshRule(Set<String> src, Set<String> dst, Set<String> users) {
    SshRule {
      src = Set.copyOf(src);
      dst = Set.copyOf(dst);
      users = Set.copyOf(users);
    }
  }

  /** A port of a device. */
  record Target(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** What must be open and what closed. */
  record Assertion(String src, Protocol protocol, List<Target> accept, List<Target> deny) {
    Assertion {
      accept = List.copyOf(accept);
      deny = List.copyOf(deny);
    }
  }

  /** As whom one must get in, and as whom not. */
  record SshAssertion(String src, List<String> dst, List<String> accept, List<String> deny) {
    SshAssertion {
      dst = List.copyOf(dst);
      accept = List.copyOf(accept);
      deny = List.copyOf(deny);
    }
  }

  Policy {
    tagOwners = Collections.unmodifiableSortedMap(new TreeMap<>(tagOwners));
    hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    grants = List.copyOf(grants);
    ssh = List.copyOf(ssh);
    routes = Collections.unmodifiableSortedMap(new TreeMap<>(routes));
    exitNodes = List.copyOf(exitNodes);
    tests = List.copyOf(tests);
    sshTests = List.copyOf(sshTests);
  }

  /** What came of reading one. */
  sealed interface Reading {
    record Read(Policy policy) implements Reading {}

    record NotUnderstood(String reason) implements Reading {}
  }
}
