package io.meshinfra.resource.pkg;

import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Existence;
import java.util.List;
import java.util.Optional;

/** Packages that shall be installed, or shall not be. */
@Doc(
    value =
        "Packages of the node's own package manager (apt, dnf, apk). All packages of one step are"
            + " one transaction; one bad name does not stop the others. Recommended packages come"
            + " along as the node is set up to do it; changed configuration files are kept.",
    example =
        """
        package: {names: [tmux, ripgrep]}
        """)
public record PackageSpec(
    @Doc("one package; name:ARCH or name.ARCH where the architecture matters")
        Optional<PackageName> name,
    @Doc("several packages, in place of name") List<PackageName> names,
    @Doc(
            value =
                "present, or absent: then it is removed, and with it whatever needs it; its"
                    + " configuration files stay. A package that only others provide counts as"
                    + " present when one of those is installed",
            byDefault = "present")
        Existence state,
    @Doc(
            "the exact version as the package manager prints it, epoch and revision included; an"
                + " older one than installed is a downgrade. Only with one name")
        Optional<PackageVersion> version) {
  public PackageSpec {
    names = List.copyOf(names);
    state = state == null ? Existence.PRESENT : state;
    if (name.isPresent() == !names.isEmpty()) {
      throw new IllegalArgumentException("write either name, or names with at least one package");
    }
    if (version.isPresent() && names.size() > 1) {
      throw new IllegalArgumentException("a version goes with one name; write an entry for each");
    }
    if (version.isPresent() && state == Existence.ABSENT) {
      throw new IllegalArgumentException("an absent package has no version; leave version out");
    }
    if (names.size() == 1) {
      name = Optional.of(names.getFirst());
      names = List.of();
    }
  }

  /** One spec for each package. */
  List<PackageSpec> each() {
    return name.isPresent()
        ? List.of(this)
        : names.stream()
            .distinct()
            .map(one -> new PackageSpec(Optional.of(one), List.of(), state, version))
            .toList();
  }

  /** The package of a spec for one. */
  PackageName one() {
    return name.orElseThrow(() -> new IllegalStateException("expanded to one package each before"));
  }

  boolean wanted() {
    return state == Existence.PRESENT;
  }
}
