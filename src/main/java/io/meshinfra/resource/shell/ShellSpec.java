package io.meshinfra.resource.shell;

import io.meshinfra.model.Printable;
import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.AccountName;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Validation;
import jakarta.validation.constraints.NotBlank;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** A check of one's own, and what to do when it fails. */
@Doc(
    value =
        "For what no other kind can do. The check looks and changes nothing: exit code 0 says in"
            + " sync, 1 to 125 drift; anything else, or no end in time, that it could not tell."
            + " Then apply runs (sh -e), and the check decides whether it helped.",
    example =
        """
        shell:
          name: rust
          check: rustc --version | grep -q 1.90
          apply: rustup default 1.90
        """)
public record ShellSpec(
    @Doc("Name of the resource.") @NotBlank String name,
    @Doc("Shell text whose exit code says whether all is well.") @NotBlank String check,
    @Doc("Shell text that brings it about; it may run again after it failed half-way.") @NotBlank
        String apply,
    @Doc(value = "Account as which both run.", byDefault = "root") AccountName user,
    @Doc(value = "Seconds after which either is ended, 1 to 86400.", byDefault = "60")
        Integer timeout,
    @Doc("Environment variables for both.") SortedMap<String, String> env,
    @Doc(value = "Folder in which both run.", byDefault = "/") AbsolutePath workdir) {
  private static final int LONGEST_SECONDS = 86_400;

  public ShellSpec {
    user = Objects.requireNonNullElse(user, new AccountName("root"));
    timeout = Objects.requireNonNullElse(timeout, 60);
    workdir = Objects.requireNonNullElse(workdir, new AbsolutePath("/"));
    env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
    if (timeout < 1 || timeout > LONGEST_SECONDS) {
      throw new IllegalArgumentException("timeout is 1 to 86400 seconds, not " + timeout);
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "name is one line without control characters, not " + Printable.quote(name));
    }
    Validation.requireNoNul("check", check);
    Validation.requireNoNul("apply", apply);
    env.forEach(ShellSpec::checkVariable);
  }

  private static void checkVariable(String name, String value) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException(
          "env has names of letters, digits and _, not " + Printable.quote(name));
    }
    Validation.requireNoNul("env", value);
  }
}
