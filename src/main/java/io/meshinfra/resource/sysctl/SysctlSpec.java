package io.meshinfra.resource.sysctl;

import io.meshinfra.model.Printable;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Existence;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;

/** One kernel setting. */
@Doc(
    value =
        "A kernel setting, in force now and after the next boot (a file in /etc/sysctl.d). A file"
            + " there that sorts after 60-mesh-infra can still win at boot; then it is drift and"
            + " is healed.",
    example =
        """
        sysctl: {key: net.ipv4.ip_forward, value: "1"}
        """)
public record SysctlSpec(
    @Doc("name of the setting, as sysctl takes it") @NotNull SysctlKey key,
    @Doc("its value; blanks and tabs between several numbers count as one blank")
        Optional<String> value,
    @Doc(
            value =
                "present, or absent: then the file is removed, and the value in force stays until"
                    + " the next boot",
            byDefault = "present")
        Existence state) {
  private static final int LONGEST = 1000;

  public SysctlSpec {
    state = state == null ? Existence.PRESENT : state;
    value = value.map(SysctlSpec::normal);
    if (value.isPresent() != (state == Existence.PRESENT)) {
      throw new IllegalArgumentException(
          state == Existence.PRESENT
              ? "value is missing"
              : "an absent setting has no value; leave value out");
    }
    value.ifPresent(SysctlSpec::requireLine);
  }

  /** The way values are compared: the kernel prints tabs where people write blanks. */
  static String normal(String value) {
    return value.replaceAll("[ \t]+", " ").strip();
  }

  private static void requireLine(String value) {
    if (value.isEmpty()
        || value.length() > LONGEST
        || !value.chars().allMatch(c -> c >= ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "a value is one line of ASCII without control characters: not " + Printable.quote(value));
    }
  }
}
