package io.meshinfra.resource.file;

import io.meshinfra.model.Content;
import io.meshinfra.model.SecretRef;
import io.meshinfra.model.SecretText;
import io.meshinfra.resource.AbsolutePath;
import io.meshinfra.resource.Doc;
import io.meshinfra.resource.Existence;
import io.meshinfra.resource.FileMode;
import io.meshinfra.resource.Owner;
import io.meshinfra.resource.Ownership;
import io.meshinfra.resource.Resolved;
import io.meshinfra.resource.Seal;
import io.meshinfra.resource.TakesSecrets;
import io.meshinfra.resource.Validation;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What shall be so about one file. */
@Doc(
    value =
        "A regular file. With content, base64, source or template its content is kept as it is written"
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
    @Doc(
            "The text of the file; {{ secret('PROVIDER:PATH') }} in it is filled in on the way to the node.")
        @TakesSecrets
        Optional<String> content,
    @Doc("The bytes of the file in Base64, for what is no text.") Optional<Base64Text> base64,
    @Doc("A file of the repository, text or binary, at most 8 MiB.") Optional<String> source,
    @Doc(
            "A template of the repository (Jinja2), rendered with the variables of the node; it may hold"
                + " secrets as content may.")
        Optional<String> template,
    @Doc(
            "Names the secret that the file holds, like gopass:web/key: exactly its text, without a"
                + " newline at the end.")
        Optional<SecretRef> secretRef,
    @Doc("Name or number of the owner; left alone when not given.") Optional<Owner> owner,
    @Doc("Name or number of the group; left alone when not given.") Optional<Owner> group,
    @Doc(
            "Permissions in octal and in quotes, like \"0644\"; left alone when not given, and 0600 for a"
                + " file with a secret, which others than owner and group may never read.")
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
    @Resolved Optional<Content> resolved,
    @Resolved Optional<SecretText> secret,
    @Resolved Optional<Seal> seal) {
  private static final FileMode OWNER_ONLY = new FileMode("0600");

  public FileSpec {
    state = Objects.requireNonNullElse(state, Existence.PRESENT);
    long sources =
        List.of(content, base64, source, template, secretRef).stream()
            .filter(Optional::isPresent)
            .count();
    if (sources > 1) {
      throw new IllegalArgumentException(
          "only one of content, base64, source, template and secretRef can say what is in the file;"
              + " keep one");
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

  /** What the file shall hold, when the spec says so and it is no secret. */
  Optional<Content> wanted() {
    return secret.isPresent()
        ? Optional.empty()
        : resolved.or(() -> base64.map(Base64Text::content)).or(() -> content.map(Content::of));
  }

  /** Whether the spec says what is in the file. */
  boolean hasText() {
    return secret.isPresent() || wanted().isPresent();
  }

  FileSpec withContent(Content bytes) {
    return new FileSpec(
        path,
        content,
        base64,
        source,
        template,
        secretRef,
        owner,
        group,
        mode,
        validate,
        state,
        sensitive,
        force,
        Optional.of(bytes),
        secret,
        seal);
  }

  /** With a text that nobody but owner and group gets to read. */
  FileSpec withSecret(SecretText text, Optional<Seal> compared) {
    return new FileSpec(
        path,
        content,
        base64,
        source,
        template,
        secretRef,
        owner,
        group,
        Optional.of(mode.orElse(OWNER_ONLY)),
        validate,
        state,
        true,
        force,
        resolved,
        Optional.of(text),
        compared);
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
        Optional.empty(),
        Optional.empty(),
        Existence.ABSENT,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The text may be secret. */
  @Override
  public String toString() {
    return "FileSpec[" + path + "]";
  }
}
