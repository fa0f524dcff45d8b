package io.meshinfra.resource.block;

import io.meshinfra.model.Content;
import io.meshinfra.model.Printable;
import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.Resolved;
import io.meshinfra.resource.Validation;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
import java.util.Optional;

/** What shall be so about some lines of a file. */
@Doc(
    value =
        "Lines that mesh-infra owns in a file that others own, between two marker lines. All other"
            + " lines stay as they are, byte for byte.",
    example =
        """
        block:
          path: /etc/hosts
          name: fleet
          content: |
            10.0.0.1 hub
            10.0.0.2 laptop
        """)
public record BlockSpec(
    @Doc("The file.") @NotNull AbsolutePath path,
    @Doc("Name of the block, unique in the file; it stands in the marker lines.")
        @NotNull
        @Pattern(
            regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
            message = "has 1 to 64 letters, digits and . _ -")
        String name,
    @Doc("The lines.") Optional<String> content,
    @Doc("A template of the repository (Jinja2) that gives the lines.") Optional<String> template,
    @Doc(value = "Whether the block shall be there: present or absent.", byDefault = "present")
        Existence state,
    @Doc(value = "What begins a comment in this file.", byDefault = "#") String comment,
    @Doc(
            "A whole line after whose last occurrence a new block is put; at the end of the file"
                + " when not given or not found.")
        Optional<String> insertAfter,
    @Doc(value = "Make the file, for root with mode 0644, when it is missing.", byDefault = "true")
        Boolean create,
    @Doc(
            "Command that checks the new file before it takes effect, with %s for its path, like"
                + " sshd -t -f %s.")
        Optional<String> validate,
    @Resolved Optional<Content> resolved) {
  private static final int LONGEST_COMMENT = 16;

  public BlockSpec {
    state = Objects.requireNonNullElse(state, Existence.PRESENT);
    comment = Objects.requireNonNullElse(comment, "#");
    create = Objects.requireNonNullElse(create, true);
    if (content.isPresent() && template.isPresent()) {
      throw new IllegalArgumentException("only one of content and template can give the lines");
    }
    if (state == Existence.PRESENT && content.isEmpty() && template.isEmpty()) {
      throw new IllegalArgumentException("content is missing: give content or template");
    }
    if (comment.isBlank() || comment.length() > LONGEST_COMMENT) {
      throw new IllegalArgumentException("comment has 1 to " + LONGEST_COMMENT + " characters");
    }
    requireOneLine("comment", comment);
    insertAfter.ifPresent(line -> requireOneLine("insertAfter", line));
    Validation.requirePlace(validate);
    if (content.isPresent()) {
      requireOwnable(comment, content.get());
    }
  }

  String begin() {
    return comment + " BEGIN mesh-infra " + name;
  }

  String end() {
    return comment + " END mesh-infra " + name;
  }

  /** The lines between the markers, each with its newline. */
  Content lines() {
    String text = resolved.flatMap(Content::text).or(() -> content).orElse("");
    return Content.of(text.isEmpty() || text.endsWith("\n") ? text : text + "\n");
  }

  /** The same block, gone. */
  BlockSpec absent() {
    return new BlockSpec(
        path,
        name,
        content,
        template,
        Existence.ABSENT,
        comment,
        insertAfter,
        create,
        validate,
        resolved);
  }

  BlockSpec withLines(Content rendered) {
    rendered.text().ifPresent(text -> requireOwnable(comment, text));
    return new BlockSpec(
        path,
        name,
        content,
        template,
        state,
        comment,
        insertAfter,
        create,
        validate,
        Optional.of(rendered));
  }

  private static void requireOneLine(String field, String text) {
    if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
      throw new IllegalArgumentException(
          field + " is one line without control characters, not " + Printable.quote(text));
    }
  }

  /** A marker inside of a block would end it, or begin another. */
  private static void requireOwnable(String comment, String text) {
    Validation.requireNoNul("content", text);
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(comment + " BEGIN mesh-infra ")
          || line.startsWith(comment + " END mesh-infra ")) {
        throw new IllegalArgumentException(
            "content holds a marker line of a block, so its end could not be found: "
                + Printable.quote(line));
      }
    }
  }
}
