package io.meshinfra.resource.ansible;

import io.meshinfra.model.Printable;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.PlaybookRun;
import io.meshinfra.resource.Resolved;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** A playbook or a role that shall have nothing left to change. */
@Doc(
    value =
        "A playbook or role of the repository. It is checked with ansible-playbook --check --diff"
            + " on an interval of its own and whenever its files change, since that is slow.",
    example =
        """
        ansible: {playbook: ansible/playbooks/site.yaml, tags: [common]}
        """)
public record AnsibleSpec(
    @Doc("Path of a playbook in the repository.") Optional<String> playbook,
    @Doc("Path of a role in the repository, instead of a playbook.") Optional<String> role,
    @Doc("Only tasks with one of these tags.") List<String> tags,
    @Doc("Extra variables.") SortedMap<String, String> vars,
    @Resolved Optional<String> inputs) {
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:-]*");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  public AnsibleSpec {
    tags = List.copyOf(tags);
    vars = Collections.unmodifiableSortedMap(new TreeMap<>(vars));
    if (playbook.isPresent() == role.isPresent()) {
      throw new IllegalArgumentException("give exactly one of playbook and role");
    }
    requirePath(playbook.or(() -> role).orElseThrow());
    tags.forEach(tag -> require(TAG, "tags", tag));
    vars.keySet().forEach(name -> require(VARIABLE, "vars", name));
  }

  /** The path in the repository, of playbook or role. */
  String path() {
    return playbook.or(() -> role).orElseThrow();
  }

  /** What makes two of them the same one: other tags are another resource. */
  String name() {
    return tags.isEmpty() ? path() : path() + "#" + String.join(",", tags);
  }

  AnsibleSpec withInputs(String digest) {
    return new AnsibleSpec(playbook, role, tags, vars, Optional.of(digest));
  }

  PlaybookRun run() {
    return new PlaybookRun(playbook.orElse(""), role.orElse(""), tags, vars, inputs.orElse(""));
  }

  private static void requirePath(String path) {
    boolean leaves = ("/" + path + "/").contains("/../") || ("/" + path + "/").contains("/./");
    if (path.isEmpty()
        || path.startsWith("/")
        || path.startsWith("-")
        || path.contains("//")
        || path.endsWith("/")
        || leaves
        || path.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a path in the repository is relative and plain, like ansible/site.yaml, not "
              + Printable.quote(path));
    }
  }

  private static void require(Pattern form, String field, String text) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "%s has names of letters, digits and _ only, not %s"
              .formatted(field, Printable.quote(text)));
    }
  }
}
