package io.meshinfra.converge.ansible;

import io.meshinfra.model.Printable;
import io.meshinfra.resource.PlaybookRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A playbook call that was held against the work tree: nothing in it leaves the tree, is an option
 * by accident, or steers the connection.
 *
 * @param tree real path of the work tree
 * @param playbook the file to run; empty when a role is run
 * @param roles folders in which roles look for each other
 * @param role real path of the role, empty when there is a playbook
 */
record CheckedRun(
    Path tree,
    List<Path> roles,
    Optional<Path> playbook,
    Optional<Path> role,
    List<String> tags,
    SortedMap<String, String> vars) {
  private static final List<String> ROLE_FOLDERS = List.of("ansible/roles", "roles");

  private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,99}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");

  static CheckedRun of(Path workTree, String folder, PlaybookRun run) throws UnusablePlaybook {
    Path tree = real(workTree, "the work tree");
    for (String tag : run.tags()) {
      checkTag(tag);
    }
    for (String name : run.vars().keySet()) {
      checkVariable(name);
    }
    List<Path> roles = roleFolders(tree, folder);
    if (run.role().isEmpty()) {
      Path playbook = find(tree, folder, run.playbook());
      if (!Files.isRegularFile(playbook)) {
        throw new UnusablePlaybook(
            "the playbook " + Printable.quote(run.playbook()) + " is not a file of the repository");
      }
      return new CheckedRun(
          tree, roles, Optional.of(playbook), Optional.empty(), run.tags(), run.vars());
    }
    Optional<Path> role = Optional.of(role(tree, folder, run.role()));
    return new CheckedRun(tree, roles, Optional.empty(), role, run.tags(), run.vars());
  }

  private static void checkTag(String tag) throws UnusablePlaybook {
    if (tag.isBlank() || tag.indexOf(',') >= 0 || tag.chars().anyMatch(Character::isISOControl)) {
      throw new UnusablePlaybook(
          "a tag is not empty and has no comma or control character: " + Printable.quote(tag));
    }
  }

  /** Variables of the connection would lead the call to another machine or run commands here. */
  private static void checkVariable(String name) throws UnusablePlaybook {
    if (!VARIABLE.matcher(name).matches()) {
      throw new UnusablePlaybook(
          "a variable of a playbook is named by letters, digits and _: " + Printable.quote(name));
    }
    if (name.startsWith("ansible_")) {
      throw new UnusablePlaybook(
          "variables named ansible_... belong to Ansible, give another name than "
              + Printable.quote(name));
    }
  }

  /** A role by its name, or by its path in the repository. */
  private static Path role(Path tree, String folder, String role) throws UnusablePlaybook {
    for (String part : role.split("/", -1)) {
      if (!ROLE.matcher(part).matches()) {
        throw new UnusablePlaybook(
            "a role is named by letters, digits, _ and -, or by its path: "
                + Printable.quote(role));
      }
    }
    if (role.contains("/")) {
      return find(tree, folder, role);
    }
    for (Path roles : roleFolders(tree, folder)) {
      if (Files.isDirectory(roles.resolve(role))) {
        return inside(tree, tree.relativize(roles.resolve(role)).toString());
      }
    }
    throw new UnusablePlaybook(
        "the role " + Printable.quote(role) + " is neither in ansible/roles nor in roles");
  }

  /** Below the folder of the manifests when it is there, else from the root. */
  private static Path find(Path tree, String folder, String path) throws UnusablePlaybook {
    String below = folder + "/" + path;
    boolean found = !folder.isEmpty() && !path.isEmpty() && Files.exists(tree.resolve(below));
    return inside(tree, found ? below : path);
  }

  private static List<Path> roleFolders(Path tree, String folder) {
    return Stream.of(folder, "")
        .distinct()
        .flatMap(base -> ROLE_FOLDERS.stream().map(tree.resolve(base)::resolve))
        .toList();
  }

  /** The real path of something in the tree; symlinks that lead out are refused too. */
  private static Path inside(Path tree, String path) throws UnusablePlaybook {
    try {
      Path wanted = tree.resolve(path).normalize();
      if (path.isEmpty() || Path.of(path).isAbsolute() || !wanted.startsWith(tree)) {
        throw leaves(path);
      }
      if (!Files.exists(wanted)) {
        throw new UnusablePlaybook("the repository has no " + Printable.quote(path));
      }
      Path real = real(wanted, Printable.quote(path));
      if (!real.startsWith(tree)) {
        throw leaves(path);
      }
      return real;
    } catch (InvalidPathException e) {
      throw new UnusablePlaybook("not a path: " + Printable.quote(path));
    }
  }

  private static UnusablePlaybook leaves(String path) {
    return new UnusablePlaybook(
        "a playbook is named by a path inside the repository, and this leaves it: "
            + Printable.quote(path));
  }

  private static Path real(Path path, String what) throws UnusablePlaybook {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UnusablePlaybook(what + " cannot be read: " + Printable.line(e.toString()));
    }
  }
}
