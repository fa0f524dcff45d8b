package io.meshinfra.transport.ssh;

import io.meshinfra.model.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Private keys in files; each file is read once, or again as long as it cannot be read. */
final class KeyFiles {
  private final SshSettings settings;
  private final Map<Path, List<KeyPair>> read = new ConcurrentHashMap<>();

  KeyFiles(SshSettings settings) {
    this.settings = settings;
  }

  /** The keys in the order of the settings; problems go to the listener. */
  List<KeyPair> keys(Consumer<String> onProblem) {
    List<KeyPair> all = new ArrayList<>();
    for (Path file : settings.identities()) {
      List<KeyPair> known = read.get(file);
      try {
        if (known == null) {
          known = load(file);
          read.put(file, known);
        }
        all.addAll(known);
      } catch (NoSuchFileException e) {
        onProblem.accept("key file " + file + " does not exist");
      } catch (IOException | GeneralSecurityException | RuntimeException e) {
        onProblem.accept(
            "key file "
                + file
                + " cannot be read (wrong or missing passphrase?): "
                + Printable.line(String.valueOf(e.getMessage())));
      }
    }
    return all;
  }

  private List<KeyPair> load(Path file) throws IOException, GeneralSecurityException {
    FilePasswordProvider passphrase =
        (session, resource, attempt) -> settings.passphrase().apply(file).orElse(null);
    try (InputStream stream = Files.newInputStream(file)) {
      Iterable<KeyPair> keys =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName(file.toString()), stream, passphrase);
      if (keys == null) {
        throw new IOException("there is no private key in it");
      }
      List<KeyPair> all = new ArrayList<>();
      keys.forEach(all::add);
      return List.copyOf(all);
    }
  }
}
