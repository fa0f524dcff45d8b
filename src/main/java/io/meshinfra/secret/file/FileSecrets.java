package io.meshinfra.secret.file;

import com.google.auto.service.AutoService;
import io.meshinfra.model.Printable;
import io.meshinfra.model.SecretRef;
import io.meshinfra.secret.Resolution;
import io.meshinfra.secret.Resolution.Resolved;
import io.meshinfra.secret.Resolution.Unresolvable;
import io.meshinfra.secret.Secret;
import io.meshinfra.secret.SecretProvider;
import io.meshinfra.secret.SecretSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code file:/absolute/path}: the content of a file, without the newline at its end. A file that
 * its group or others can read is refused: what others can read is no secret any more.
 */
@AutoService(SecretProvider.class)
public final class FileSecrets implements SecretProvider {
  /**
   * Keys and tokens are far smaller; a mistaken path to something huge must not fill the memory.
   */
  private static final int LARGEST = 64 * 1024;

  private static final Set<PosixFilePermission> TOO_OPEN =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /** Where files may be; empty for everywhere. */
  private final Optional<List<Path>> folders;

  public FileSecrets() {
    this(Optional.empty());
  }

  private FileSecrets(Optional<List<Path>> folders) {
    this.folders = folders;
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public SecretProvider within(SecretSettings settings) {
    return new FileSecrets(Optional.of(settings.folders()));
  }

  @Override
  public Optional<String> complaint(SecretRef ref) {
    String shown = Printable.quote(ref.path());
    try {
      Path file = Path.of(ref.path());
      if (!file.isAbsolute()) {
        return Optional.of("a file with a secret is named by its absolute path, not " + shown);
      }
      return isAllowed(file.normalize()) ? Optional.empty() : Optional.of(elsewhere(shown));
    } catch (InvalidPathException e) {
      return Optional.of("not a path: " + shown);
    }
  }

  private boolean isAllowed(Path file) {
    return folders.map(all -> all.stream().anyMatch(file::startsWith)).orElse(true);
  }

  private String elsewhere(String shown) {
    return "not below mesh.secrets.folders, which are %s: %s"
        .formatted(folders.orElse(List.of()), shown);
  }

  @Override
  public Resolution resolve(SecretRef ref) {
    Optional<String> complaint = complaint(ref);
    if (complaint.isPresent()) {
      return new Unresolvable(complaint.get());
    }
    String shown = Printable.quote(ref.path());
    try {
      Path file = Path.of(ref.path());
      return isReallyAllowed(file) ? resolve(file, shown) : new Unresolvable(elsewhere(shown));
    } catch (NoSuchFileException e) {
      return new Unresolvable("there is no file " + shown);
    } catch (UnsupportedOperationException e) {
      return new Unresolvable("the file system of " + shown + " cannot tell who may read it");
    } catch (CharacterCodingException e) {
      return new Unresolvable("the file " + shown + " is not UTF-8 text");
    } catch (IOException e) {
      return new Unresolvable(
          "the file " + shown + " cannot be read: it is not readable for this user");
    }
  }

  /** A link in a folder of secrets may not lead out of all of them. */
  private boolean isReallyAllowed(Path file) throws IOException {
    if (folders.isEmpty()) {
      return true;
    }
    Path real = file.toRealPath();
    for (Path folder : folders.get()) {
      if (Files.isDirectory(folder) && real.startsWith(folder.toRealPath())) {
        return true;
      }
    }
    return false;
  }

  private static Resolution resolve(Path file, String shown) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!Files.isRegularFile(file)) {
      return new Unresolvable(shown + " is not a regular file");
    }
    if (permissions.stream().anyMatch(TOO_OPEN::contains)) {
      return new Unresolvable(
          "the file "
              + shown
              + " is open to others ("
              + PosixFilePermissions.toString(permissions)
              + "); run: chmod 600 on it, and change the secret if somebody may have read it");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1);
    }
    if (bytes.length > LARGEST) {
      return new Unresolvable("the file " + shown + " is larger than " + LARGEST + " bytes");
    }
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    String value = withoutNewline(text);
    return value.isEmpty()
        ? new Unresolvable("the file " + shown + " is empty")
        : new Resolved(Secret.of(value));
  }

  /** Editors and {@code echo} end a file with one newline that is not part of the secret. */
  private static String withoutNewline(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
