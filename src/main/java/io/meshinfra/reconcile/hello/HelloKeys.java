package io.meshinfra.reconcile.hello;

import io.meshinfra.forge.Signature;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.KeptKey;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Resolution.Resolved;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.SecretProvider;
import io.meshinfra.secret.SecretSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The key by which each node says hello: derived from one of the hub's, so that a node has its own
 * and can tell neither that of another node nor that of the hub. As a provider of secrets it
 * answers to {@code hello:NODE}; so the key comes to its node as any other secret does.
 */
public final class HelloKeys implements SecretProvider {
  public static final String NAME = "hello";

  private final Secret master;

  private HelloKeys(Secret master) {
    this.master = master;
  }

  /** With the key of the hub that has its home there; made at the first time. */
  public static HelloKeys in(Path home) throws IOException {
    return of(KeptKey.at(home.resolve("hello-key")));
  }

  static HelloKeys of(byte[] master) {
    return new HelloKeys(Secret.of(HexFormat.of().formatHex(master)));
  }

  /** 64 hex digits, which is what a node with nothing but a shell can calculate with. */
  Secret of(NodeName node) {
    String name = "mesh-infra hello\n" + node;
    return Secret.of(Signature.of(master, name.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SecretProvider within(SecretSettings settings) {
    return this;
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    Optional<String> wrong = complaint(ref);
    return wrong.isPresent()
        ? new Resolution.Unresolvable(wrong.get())
        : new Resolved(of(new NodeName(ref.path())));
  }

  @Override
  public Optional<String> complaint(SecretRef ref) {
    try {
      new NodeName(ref.path());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("hello: names a node, like hello:laptop; " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "HelloKeys[redacted]";
  }
}
