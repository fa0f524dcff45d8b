package io.meshinfra.session;

import java.util.List;

/**
 * What no session may change, whatever its contract says: the facts and decisions that assistants
 * work by, the rules that they are judged by, and the contracts themselves.
 */
public final class ProtectedPaths {
  /** Folders, with the slash. */
  static final List<String> FOLDERS =
      List.of("docs/_grounding/", "infra/policy/", ContractFiles.FOLDER);

  private ProtectedPaths() {}

  /** Whether a path, or a glob as it is written, lies in one of them or stands in its place. */
  public static boolean isProtected(String path) {
    return FOLDERS.stream()
        .anyMatch(folder -> path.startsWith(folder) || folder.equals(path + "/"));
  }
}
