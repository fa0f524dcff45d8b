package io.meshinfra.network.tailscale;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.intent.MeshNode;
import io.meshinfra.network.intent.Subnet;
import io.meshinfra.network.intent.TagOwner;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.tailscale.PolicyText.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compiles what is allowed to the policy file of a tailnet
 * (tailscale.com/docs/reference/syntax/policy-file); pure, and the same for the same intent.
 */
public final class PolicyCompiler {
  private static final String INTERNET = "autogroup:internet";
  private static final List<String> NO_ROOT = List.of("root");

  private final Intent intent;
  private final Tailnet tailnet;
  private final List<Grant> grants;
  private final Matrix matrix;
  private final PolicyText text = new PolicyText();

  /**
   * @param grants all that is allowed, in order
   * @param matrix what they come to; the tests of the file are made from it
   */
  public PolicyCompiler(Intent intent, Tailnet tailnet, List<Grant> grants, Matrix matrix) {
    this.intent = intent;
    this.tailnet = tailnet;
    this.grants = List.copyOf(grants);
    this.matrix = matrix;
  }

  public String compile() {
    List<Opened> opened = Opened.of(tailnet, grants);
    text.object("tagOwners", tagOwners());
    text.object("hosts", hosts());
    text.list("grants", Stream.concat(grants(opened), internet()).toList());
    SshAccess ssh = SshAccess.of(intent, tailnet);
    text.list("ssh", ssh(ssh));
    text.object("autoApprovers", autoApprovers());
    text.list("tests", tests(opened));
    text.list("sshTests", sshTests(ssh));
    return text.text();
  }

  private Map<String, String> tagOwners() {
    String owners =
        HuJson.list(intent.tailscale().tagOwners().stream().map(TagOwner::value).toList());
    Map<String, String> tags = new TreeMap<>();
    tailnet
        .devices()
        .values()
        .forEach(device -> device.tag().ifPresent(tag -> tags.put(tag, owners)));
    return tags;
  }

  private Map<String, String> hosts() {
    Map<String, String> hosts = new TreeMap<>();
    tailnet
        .devices()
        .values()
        .forEach(device ->
            device
                .address()
                .ifPresent(
                    address -> hosts.put(device.name().value(), HuJson.quote(address.toString()))));
    return hosts;
  }

  private static Stream<Entry> grants(List<Opened> opened) {
    return opened.stream()
        .map(one ->
            new Entry(
                String.join(", ", one.names()),
                values(
                    "src", HuJson.list(one.from()),
                    "dst", HuJson.list(one.to()),
                    "ip", HuJson.list(one.ip()))));
  }

  /** Devices with such a grant may use any exit node: Tailscale cannot say which. */
  private Stream<Entry> internet() {
    List<String> users =
        nodes().filter(node -> node.internetBy().isPresent()).map(this::word).toList();
    return users.isEmpty()
        ? Stream.empty()
        : Stream.of(
            new Entry(
                "internet_by",
                values(
                    "src", HuJson.list(users),
                    "dst", HuJson.list(List.of(INTERNET)),
                    "ip", HuJson.list(List.of("*")))));
  }

  private List<Entry> ssh(SshAccess ssh) {
    return ssh.isNothing()
        ? List.of()
        : List.of(
            new Entry(
                "accept, since Tailscale cannot ask a device with a tag to prove who it is",
                values(
                    "action", HuJson.quote("accept"),
                    "src", HuJson.list(words(ssh.from())),
                    "dst", HuJson.list(words(ssh.to())),
                    "users", HuJson.list(ssh.accounts()))));
  }

  private List<Entry> sshTests(SshAccess ssh) {
    List<String> deny = ssh.accounts().containsAll(NO_ROOT) ? List.of() : NO_ROOT;
    return ssh.from().stream()
        .filter(from -> ssh.to().size() > 1)
        .map(from ->
            new Entry(
                "",
                values(
                    "src", HuJson.quote(tailnet.word(from)),
                    "dst",
                        HuJson.list(
                            words(ssh.to().stream().filter(to -> !to.equals(from)).toList())),
                    "accept", HuJson.list(ssh.accounts()),
                    "deny", HuJson.list(deny))))
        .toList();
  }

  private Map<String, String> autoApprovers() {
    Map<String, List<String>> routes = new TreeMap<>();
    nodes()
        .forEach(node ->
            node.routes().stream()
                .map(Subnet::toString)
                .forEach(route ->
                    routes.computeIfAbsent(route, key -> new ArrayList<>()).add(word(node))));
    StringBuilder object = new StringBuilder("{");
    routes.forEach((route, by) ->
        object
            .append(object.length() > 1 ? ", " : "")
            .append(HuJson.quote(route))
            .append(": ")
            .append(HuJson.list(by)));
    List<String> exits = nodes().filter(MeshNode::exitNode).map(this::word).toList();
    return values("routes", object.append('}').toString(), "exitNode", HuJson.list(exits));
  }

  private List<Entry> tests(List<Opened> opened) {
    Assertions assertions = new Assertions(tailnet, grants, opened, matrix);
    List<Entry> tests = new ArrayList<>();
    for (Assertions.Assertion one : assertions.all()) {
      String comment =
          tests.isEmpty()
              ? "%d of %d devices: of those that are alike two"
                  .formatted(assertions.tried(), tailnet.devices().size())
              : "";
      tests.add(
          new Entry(
              comment,
              values(
                  "src", HuJson.quote(one.from()),
                  "proto", HuJson.quote(one.protocol().word()),
                  "accept", HuJson.list(one.accept()),
                  "deny", HuJson.list(one.deny()))));
    }
    return tests;
  }

  /** The nodes of the fleet that are in the tailnet. */
  private Stream<MeshNode> nodes() {
    return tailnet.devices().values().stream()
        .filter(device -> device.tag().isPresent())
        .map(device -> intent.nodes().get(device.name()));
  }

  private String word(MeshNode node) {
    return tailnet.word(node.name());
  }

  private List<String> words(Collection<NodeName> names) {
    return names.stream().map(tailnet::word).toList();
  }

  private static Map<String, String> values(String... keysAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return values;
  }
}
