package io.meshinfra.resource.file;

import io.meshinfra.model.Content;
import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.FileMode;
import io.meshinfra.resource.Owner;
import io.meshinfra.resource.Ownership;
import io.meshinfra.resource.Resolved;
import io.meshinfra.resource.Validation;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What shall be so about one file. */
@Doc(
    value =
        "A regular file. With content, source or template its content is kept as it is written"
            + " there; with none of them only owner, group and mode are.",
    example =
        """
        file:
          path: /etc/motd
          content: "Kept by mesh-infra.\\n"
          owner: root
          mode: "0644"
        """)
public record FileSpec(
    @Doc("Where the file is.") @NotNull AbsolutePath path,
    @Doc("The text of the file.") Optional<String> content,
    @Doc("A file of the repository, text or binary, at most 8 MiB.") Optional<String> source,
    @Doc("A template of the repository (Jinja2), rendered with the variables of the node.")
        Optional<String> template,
    @Doc("Name or number of the owner; left alone when not given.") Optional<Owner> owner,
    @Doc("Name or number of the group; left alone when not given.") Optional<Owner> group,
    @Doc("Permissions in octal and in quotes, like \"0644\"; left alone when not given.")
        Optional<FileMode> mode,
    @Doc(
            "Command that checks a new file before it takes effect, with %s for its path, like"
                + " nginx -t -c %s.")
        Optional<String> validate,
    @Doc(value = "Whether the file shall be there: present or absent.", byDefault = "present")
        Existence state,
    @Doc(value = "Never show the text of the file, only that it changed.", byDefault = "false")
        boolean sensitive,
    @Doc(
            value = "Delete a directory or anything else that stands in place of the file.",
            byDefault = "false")
        boolean force,
    @Resolved Optional<Content> resolved) {
  public FileSpec {
    state = Objects.requireNonNullElse(state, Existence.PRESENT);
    long sources = List.of(content, source, template).stream().filter(Optional::isPresent).count();
    if (sources > 1) {
      throw new IllegalArgumentException(
          "only one of content, source and template can say what is in the file; keep one");
    }
    if (path.value().equals("/")) {
      throw new IllegalArgumentException("path is the root directory, not a file");
    }
    Validation.requirePlace(validate);
    if (validate.isPresent() && sources == 0) {
      throw new IllegalArgumentException("validate has nothing to check without a content");
    }
  }

  Ownership ownership() {
    return new Ownership(owner, group, mode);
  }

  /** What the file shall hold, when the spec says so. */
  Optional<Content> wanted() {
    return resolved.or(() -> content.map(Content::of));
  }

  FileSpec withContent(Content bytes) {
    return new FileSpec(
        path,
        content,
        source,
        template,
        owner,
        group,
        mode,
        validate,
        state,
        sensitive,
        force,
        Optional.of(bytes));
  }

  static FileSpec absent(AbsolutePath path) {
    return new FileSpec(
        path,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Existence.ABSENT,
        false,
        false,
        Optional.empty());
  }

  /** The text may be secret. */
  @Override
  public String toString() {
    return "FileSpec[" + path + "]";
  }
}
