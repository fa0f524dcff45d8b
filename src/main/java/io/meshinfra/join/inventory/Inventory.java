package io.meshinfra.join.inventory;

import io.meshinfra.model.Content;
import java.util.List;

/**
 * What somebody put on a machine by hand.
 *
 * @param packages that were asked for and that no other one needs, sorted
 * @param folders of /etc that no package brought
 * @param skipped what was seen and not read
 * @param timezone where /etc/localtime points to; empty when it is no link
 */
public record Inventory(
    List<String> packages,
    List<ConfigFile> files,
    List<Folder> folders,
    List<Account> accounts,
    List<Group> groups,
    List<Unit> units,
    List<Skipped> skipped,
    String timezone) {
  public Inventory {
    packages = List.copyOf(packages);
    files = List.copyOf(files);
    folders = List.copyOf(folders);
    accounts = List.copyOf(accounts);
    groups = List.copyOf(groups);
    units = List.copyOf(units);
    skipped = List.copyOf(skipped);
  }

  /** Whose something is, and who may do what with it. */
  public record Rights(String owner, String group, String mode) {}

  /** A file that no package brought, or that was changed since. */
  public record ConfigFile(String path, Rights rights, Content content) {}

  /** A folder that no package brought. */
  public record Folder(String path, Rights rights) {}

  /**
   * An account of a person.
   *
   * @param groups all of them, the primary one too
   * @param keys lines of its authorized_keys, without comments
   */
  public record Account(
      String name,
      long uid,
      String group,
      String comment,
      String home,
      String shell,
      List<String> groups,
      List<String> keys) {
    public Account {
      groups = List.copyOf(groups);
      keys = List.copyOf(keys);
    }
  }

  /** A group that is no part of the system. */
  public record Group(String name, long gid) {}

  /**
   * A service.
   *
   * @param state enabled, disabled, masked
   * @param usual as the distribution would have it: enabled, disabled, or {@code -}
   * @param active whether it runs
   * @param by the package that brought it, or {@code -}
   */
  public record Unit(String name, String state, String usual, boolean active, String by) {}

  /** Something that was not read, and why. */
  public record Skipped(String what, String reason) {}
}
