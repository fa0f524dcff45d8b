package io.meshinfra.resource;

import io.meshinfra.model.Facts;
import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import java.util.List;

/**
 * Everything mesh-infra knows about one kind of resource, as pure functions around data.
 *
 * <p>A type is found by {@link java.util.ServiceLoader}: annotate it with
 * {@code @AutoService(ResourceType.class)} and put it in a sub-package of its own. Further
 * abilities are further interfaces: {@link Ordered}, {@link Reactive}, {@link Resolving}, {@link
 * Expanding}, {@link Grouping}, {@link ProbedByPlaybook}, {@link Adoptable}, {@link Touching},
 * {@link HoldsSecrets}.
 */
public interface ResourceType<S> {
  Kind<S> kind();

  /** What the probe must see for the resource to be in sync. Only these attributes are compared. */
  Expectation expected(S spec);

  /**
   * Shell text that looks at all resources of the kind at once and prints lines for {@link
   * #observe}. It changes nothing and forks as little as possible: one {@code stat}, one {@code
   * dpkg-query}, not one per resource. {@link ProbePrelude} lists the variables and functions it
   * may use. Its standard input is empty, its standard error is dropped, its exit code is ignored.
   */
  ShellScript probe(List<S> specs);

  /**
   * Reads the lines back, one observation per spec in the same order. The output is hostile: what
   * cannot be understood is {@link Observation.Unknown}, never an exception and never a guess.
   */
  List<Observation> observe(List<S> specs, ProbeOutput output);

  /** What has to be done so that the change comes about; run as root, in this order. */
  List<Action> converge(S spec, Change change, Facts facts);
}
