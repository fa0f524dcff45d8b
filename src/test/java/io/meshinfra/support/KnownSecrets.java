package io.meshinfra.support;

import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.SecretProvider;
import io.meshinfra.secret.SecretSettings;
import io.meshinfra.secret.Secrets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Secrets {@code known:NAME} that a test sets, changes and takes away; counts how often asked. */
public final class KnownSecrets implements SecretProvider {
  private final Map<String, String> values = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();

  public KnownSecrets set(String name, String value) {
    values.put(name, value);
    return this;
  }

  public void lose(String name) {
    values.remove(name);
  }

  public int asked() {
    return asked.get();
  }

  public Secrets alone() {
    return new Secrets(List.of(this));
  }

  @Override
  public String name() {
    return "known";
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    asked.incrementAndGet();
    String value = values.get(ref.path());
    return value == null
        ? new Resolution.Unresolvable("not found")
        : new Resolution.Resolved(Secret.of(value));
  }

  @Override
  public SecretProvider within(SecretSettings settings) {
    return this;
  }
}
