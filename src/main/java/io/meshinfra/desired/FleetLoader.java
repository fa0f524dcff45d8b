package io.meshinfra.desired;

import io.meshinfra.model.FileTree;

/** STAND-IN until the desired branch lands. */
public final class FleetLoader {
  public static FleetLoader installed() {
    return new FleetLoader();
  }

  public Loading load(FileTree tree, String folder) {
    throw new UnsupportedOperationException();
  }
}
