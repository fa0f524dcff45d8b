package io.meshinfra.transport.ssh;

import io.meshinfra.model.Printable;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentKeyConstraint;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;

/**
 * The keys of one login in their order: those of the key files, then those of the agent. A server
 * lets one try a few keys only, so what is configured comes first.
 */
final class OfferedKeys implements SshAgent {
  private final List<KeyPair> files;
  private final Optional<AgentSocket> agent;
  private final Dial dial;

  OfferedKeys(List<KeyPair> files, Optional<AgentSocket> agent, Dial dial) {
    this.files = List.copyOf(files);
    this.agent = agent;
    this.dial = dial;
  }

  @Override
  public Iterable<? extends Map.Entry<PublicKey, String>> getIdentities() {
    List<Map.Entry<PublicKey, String>> all = new ArrayList<>();
    files.forEach(pair -> all.add(Map.entry(pair.getPublic(), "key file")));
    agent.ifPresent(socket -> addThoseOf(socket, all));
    all.forEach(entry -> dial.offer(HostKeys.fingerprint(entry.getKey())));
    return all;
  }

  private void addThoseOf(AgentSocket socket, List<Map.Entry<PublicKey, String>> all) {
    try {
      for (Map.Entry<PublicKey, String> entry : socket.getIdentities()) {
        if (fileKey(entry.getKey()).isEmpty()) {
          all.add(entry);
        }
      }
    } catch (IOException | RuntimeException e) {
      dial.remark(
          "the SSH agent cannot be used: " + Printable.line(String.valueOf(e.getMessage())));
    }
  }

  @Override
  public Map.Entry<String, byte[]> sign(
      SessionContext session, PublicKey key, String algorithm, byte[] data) throws IOException {
    Optional<KeyPair> own = fileKey(key);
    if (own.isEmpty()) {
      return agent.orElseThrow().sign(session, key, algorithm, data);
    }
    try {
      Signature signature = NamedFactory.create(List.copyOf(BuiltinSignatures.VALUES), algorithm);
      signature.initSigner(session, own.get().getPrivate());
      signature.update(session, data);
      return Map.entry(algorithm, signature.sign(session));
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot sign with " + HostKeys.fingerprint(key), e);
    }
  }

  private Optional<KeyPair> fileKey(PublicKey key) {
    return files.stream().filter(pair -> KeyUtils.compareKeys(pair.getPublic(), key)).findFirst();
  }

  @Override
  public void addIdentity(KeyPair key, String comment, SshAgentKeyConstraint... constraints) {
    throw new UnsupportedOperationException("keys are only read");
  }

  @Override
  public void removeIdentity(PublicKey key) {
    throw new UnsupportedOperationException("keys are only read");
  }

  @Override
  public void removeAllIdentities() {
    throw new UnsupportedOperationException("keys are only read");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // nothing is kept open
  }
}
