package io.meshinfra.rest.start;

import io.quarkus.runtime.QuarkusBindException;

/** Why the hub did not start, in one line. */
final class StartFailure {
  private StartFailure() {}

  static String explain(Throwable reason) {
    Throwable root = reason;
    for (Throwable t = reason; t != null && t != t.getCause(); t = t.getCause()) {
      if (t instanceof QuarkusBindException bind) {
        return "port %s is in use by another process; stop that, or set another: QUARKUS_HTTP_PORT=8182"
            .formatted(bind.getPort());
      }
      root = t;
    }
    String message = String.valueOf(root.getMessage());
    return isLocked(message)
        ? "the journal's file is held by another process, most likely another hub; stop that, or"
            + " give this hub a home of its own with MESH_HOME (" + message + ")"
        : message.lines().findFirst().orElse(root.toString());
  }

  private static boolean isLocked(String message) {
    return message.contains("already in use") || message.contains("file is locked");
  }
}
