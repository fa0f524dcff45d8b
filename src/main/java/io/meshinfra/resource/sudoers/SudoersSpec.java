package io.meshinfra.resource.sudoers;

import io.meshinfra.model.Printable;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Existence;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;

/** One file in /etc/sudoers.d. */
@Doc(
    value =
        "A file in /etc/sudoers.d. visudo checks it alone and together with all the others before"
            + " it takes effect.",
    example =
        """
        sudoers: {name: deploy, content: "deploy ALL=(root) NOPASSWD: /usr/bin/systemctl restart app"}
        """)
public record SudoersSpec(
    @Doc("name of the file, without dot") @NotNull DropInName name,
    @Doc(value = "present or absent", byDefault = "present") Existence state,
    @Doc("the lines of the file") Optional<String> content) {
  private static final int LONGEST = 64 * 1024;

  public SudoersSpec {
    state = state == null ? Existence.PRESENT : state;
    if (content.isPresent() != (state == Existence.PRESENT)) {
      throw new IllegalArgumentException(
          state == Existence.PRESENT
              ? "content is missing"
              : "an absent file has no content; leave content out");
    }
    content.ifPresent(SudoersSpec::requireText);
    content = content.map(text -> text.endsWith("\n") ? text : text + "\n");
  }

  private static void requireText(String content) {
    if (content.isBlank() || content.length() > LONGEST) {
      throw new IllegalArgumentException(
          "the content is 1 to " + LONGEST + " characters; to remove the file, say state: absent");
    }
    if (!Printable.block(content).equals(content)) {
      throw new IllegalArgumentException(
          "the content has control or invisible characters (CR of a Windows editor?): "
              + Printable.quote(content));
    }
  }
}
