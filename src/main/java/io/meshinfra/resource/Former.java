package io.meshinfra.resource;

import java.util.List;
import java.util.Optional;

/**
 * Something that a script changes and that is not at a path known beforehand; how it was is kept on
 * the node, so that it can be put back there.
 */
public sealed interface Former {

  /**
   * Whether a service runs and begins at boot.
   *
   * @param user of a service that is not one of the system
   * @param reaction what the script does to one that runs: when its files are put back, it is done
   *     again
   */
  record Service(String unit, Optional<String> user, Optional<Reactive.Reaction> reaction)
      implements Former {}

  /** Which packages are installed, and in which version. */
  record Packages(List<String> names) implements Former {
    public Packages {
      names = List.copyOf(names);
    }
  }

  /**
   * What is at some paths in the home of a user, which only the node knows.
   *
   * @param paths relative to the home; a folder before what is in it
   */
  record InHome(String user, List<String> paths) implements Former {
    public InHome {
      paths = List.copyOf(paths);
    }
  }
}
