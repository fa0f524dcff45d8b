package io.meshinfra.resource.pkg;

import io.meshinfra.model.Observation;
import io.meshinfra.model.ShellScript;
import io.meshinfra.model.State;
import io.meshinfra.resource.ProbeOutput;

/** What differs between package managers. */
interface PackageTool {
  String STATUS = "status";
  String VERSION = "version";
  String INSTALLED = "installed";

  /**
   * Looks at {@code "$@"}, the names of all packages; {@code $MESH_WANTED} are those that shall be
   * there, each between blanks.
   */
  ShellScript probe();

  Observation observe(PackageSpec spec, ProbeOutput output);

  /**
   * Defines {@code mesh_install}, {@code mesh_remove} (words of the package manager), {@code
   * mesh_all} (all of the transaction) and {@code mesh_refresh} (before the second try).
   */
  ShellScript functions(Transaction transaction);

  /** The package and its version in one word. */
  String word(PackageSpec spec);

  static Observation installed(String version) {
    return Observation.present(State.EMPTY.with(STATUS, INSTALLED).with(VERSION, version));
  }

  /** A package that is there only as far as another one provides it; it has no version. */
  static Observation providedBy(String other) {
    return Observation.present(State.EMPTY.with(STATUS, INSTALLED).with("providedBy", other));
  }

  static Observation untold(PackageSpec spec) {
    return Observation.unknown("the package manager of the node did not tell about " + spec.one());
  }
}
