package io.meshinfra.desired;

import io.meshinfra.model.FileTree;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Compiles an intent of the repository down to resources, so that it has drift, plan, guard and
 * rollback like all else. Pure; found by {@link ServiceLoader} like a resource type: annotate it
 * with {@code @AutoService(Contributor.class)}.
 */
public interface Contributor {
  /**
   * What the nodes shall have besides what their manifests say. Nothing, where there is no such
   * intent. What it gives is not overridden: a manifest that says otherwise is a mistake.
   *
   * @param intents folder of the intents
   */
  Contribution contribute(FileTree tree, String intents, Members fleet);

  /** Those on the class path. */
  static List<Contributor> installed() {
    List<Contributor> found = new ArrayList<>();
    ServiceLoader.load(Contributor.class, Contributor.class.getClassLoader()).forEach(found::add);
    return List.copyOf(found);
  }
}
