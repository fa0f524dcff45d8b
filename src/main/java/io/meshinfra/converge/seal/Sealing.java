package io.meshinfra.converge.seal;

import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ResourceId;
import io.meshinfra.model.Revision;
import io.meshinfra.model.SecretText;
import io.meshinfra.plan.Step;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Catalog;
import io.meshinfra.resource.HoldsSecrets;
import io.meshinfra.resource.Resource;
import io.meshinfra.resource.Seal;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Resolves secrets at the last moment, twice in a pass: to compare, and to fill steps that are
 * about to be sent. What it resolves is thrown away with the call.
 *
 * <p>A secret that cannot be resolved hides its own resource only, with the reason.
 */
public final class Sealing {
  private static final int SALT_BYTES = 32;

  private final Secrets secrets;
  private final StampKey key;
  private final Repository repository;

  /** Makes the salts, which nobody may foresee. */
  private final SecureRandom random = new SecureRandom();

  /** Where encrypted files are. */
  public interface Repository {
    FileTree at(Revision revision) throws UnreadableFile;
  }

  public Sealing(Secrets secrets, StampKey key, Repository repository) {
    this.secrets = secrets;
    this.key = key;
    this.repository = repository;
  }

  /** Knows no secret, so that every resource with one is unknown. */
  public static Sealing none() {
    return new Sealing(new Secrets(List.of()), StampKey.passing(), Sealing::nowhere);
  }

  private static FileTree nowhere(Revision revision) throws UnreadableFile {
    throw new UnreadableFile("there is no repository here");
  }

  private Asking asking(Revision revision) {
    return new Asking(secrets, () -> files(revision));
  }

  private FileTree files(Revision revision) {
    try {
      return repository.at(revision);
    } catch (UnreadableFile e) {
      return new NoFiles(revision, String.valueOf(e.getMessage()));
    }
  }

  /** What a catalog with secrets becomes for one look at its node. */
  public SealedCatalog seal(Catalog catalog) {
    if (catalog.resources().stream().allMatch(r -> HoldsSecrets.of(r).isEmpty())) {
      return new SealedCatalog(catalog, catalog, Map.of());
    }
    Asking asking = asking(catalog.revision());
    List<Resource<?>> kept = new ArrayList<>();
    List<Resource<?>> probed = new ArrayList<>();
    Map<ResourceId, Observation> untold = new LinkedHashMap<>();
    for (Resource<?> resource : catalog.resources()) {
      Optional<SecretText> text = HoldsSecrets.of(resource);
      Optional<String> missing = text.flatMap(asking::missing);
      if (missing.isPresent()) {
        kept.add(resource);
        untold.put(resource.id(), Observation.unknown(missing.get()));
      } else if (text.isPresent()) {
        Seal seal = seal(resource.id(), asking.filled(text.get()));
        kept.add(HoldsSecrets.sealed(resource, seal.withoutProof()));
        probed.add(HoldsSecrets.sealed(resource, seal));
      } else {
        kept.add(resource);
        probed.add(resource);
      }
    }
    return new SealedCatalog(with(catalog, kept), with(catalog, probed), untold);
  }

  private Seal seal(ResourceId id, Content text) {
    byte[] bytes = new byte[SALT_BYTES];
    random.nextBytes(bytes);
    String salt = HexFormat.of().formatHex(bytes);
    byte[] prefix = salt.getBytes(StandardCharsets.US_ASCII);
    byte[] salted = new byte[prefix.length + text.size()];
    System.arraycopy(prefix, 0, salted, 0, prefix.length);
    System.arraycopy(text.bytes(), 0, salted, prefix.length, text.size());
    Seal.Proof proof = new Seal.Proof(salt, Content.digest(salted));
    return new Seal(key.stamp(id, text), Optional.of(proof));
  }

  private static Catalog with(Catalog catalog, List<Resource<?>> resources) {
    return new Catalog(
        catalog.node(), catalog.revision(), catalog.mode(), resources, catalog.dependencies());
  }

  /** A step as it goes to the node. */
  public sealed interface Opening {
    /**
     * @param secrets that are in it, so that nothing the node says of it can tell them
     */
    record Ready(Step step, List<Secret> secrets) implements Opening {
      public Ready {
        secrets = List.copyOf(secrets);
      }
    }

    /** It must not be sent. */
    record Closed(String reason) implements Opening {}
  }

  /**
   * Fills the secrets into a step, if they are still those that it was planned with.
   *
   * @param revision that the step was planned from
   */
  public Opening open(Step step, Revision revision) {
    if (step.actions().stream().noneMatch(Action.PutSecret.class::isInstance)) {
      return new Opening.Ready(step, List.of());
    }
    Asking asking = asking(revision);
    List<Action> actions = new ArrayList<>();
    List<Secret> used = new ArrayList<>();
    for (Action action : step.actions()) {
      if (action instanceof Action.PutSecret put) {
        Optional<String> obstacle = obstacle(step, put, asking);
        if (obstacle.isPresent()) {
          return new Opening.Closed(obstacle.get());
        }
        actions.add(put.filled(asking.filled(put.text())));
        used.addAll(asking.secrets(put.text()));
      } else {
        actions.add(action);
      }
    }
    return new Opening.Ready(step.doing(actions), used);
  }

  private Optional<String> obstacle(Step step, Action.PutSecret put, Asking asking) {
    Optional<String> missing = asking.missing(put.text());
    if (missing.isPresent()) {
      return missing;
    }
    Content text = asking.filled(put.text());
    boolean same =
        step.changes().stream().anyMatch(c -> key.stamp(c.id(), text).equals(put.stamp()));
    return same
        ? Optional.empty()
        : Optional.of(
            put.text() + " has changed since the plan was made; the next pass plans anew");
  }
}
