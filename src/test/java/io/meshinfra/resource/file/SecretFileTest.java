package io.meshinfra.resource.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.desired.Binding;
import io.meshinfra.desired.SpecBinder;
import io.meshinfra.model.Content;
import io.meshinfra.model.Observation;
import io.meshinfra.model.State;
import io.meshinfra.model.Value;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.Change;
import io.meshinfra.resource.Resolving;
import io.meshinfra.resource.Seal;
import io.meshinfra.resource.ShellTest;
import io.meshinfra.resource.SpecEdit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A file that holds a secret, in every shell: what is told of it is never the secret. */
class SecretFileTest extends ShellTest {
  private static final String SECRET = "hunter2-$(id)-'ü'";
  private static final String SALT = "5a17".repeat(16);
  private static final Resolving.Sources NO_FILES =
      new Resolving.Sources() {
        @Override
        public Content file(String path) {
          throw new AssertionError(path);
        }

        @Override
        public Content template(String path) {
          throw new AssertionError(path);
        }

        @Override
        public String digest(String folder) {
          throw new AssertionError(folder);
        }
      };
  private final FileType type = new FileType();

  private FileSpec spec(String path) {
    String yaml =
        "path: \"%s\"\nsecretRef: gopass:web/key\n"
            .formatted(path.replace("\\", "\\\\").replace("\"", "\\\""));
    return switch (SpecBinder.bind(FileSpec.class, yaml)) {
      case Binding.Bound<FileSpec>(FileSpec bound) -> resolved(bound);
      case Binding.Faulty<FileSpec> faulty -> throw new AssertionError(faulty.findings());
    };
  }

  private FileSpec resolved(FileSpec bound) {
    try {
      return type.resolve(bound, NO_FILES);
    } catch (Resolving.UnresolvableSpec e) {
      throw new AssertionError(e);
    }
  }

  private FileSpec asked(String path) {
    String digest = Content.digest((SALT + SECRET).getBytes(StandardCharsets.UTF_8));
    return type.sealed(spec(path), new Seal("stamp", Optional.of(new Seal.Proof(SALT, digest))));
  }

  @TestFactory
  Stream<DynamicTest> shouldKnowTheSecretByTheSaltedDigestAlone() {
    return inEveryShell((shell, folder) -> {
      for (String name : List.of("plain", "with space", "$(id)", "-n")) {
        Path file = Files.writeString(folder.resolve(name), SECRET);
        FileSpec asked = asked(file.toString());

        List<String> lines = shell.probe(type.probe(List.of(asked))).lines();
        Observation seen = shell.observe(type, asked);

        assertEquals(
            Optional.of(Value.of("secret gopass:web/key")), state(seen).get("content"), name);
        String all = String.join("\n", lines);
        assertFalse(all.contains("hunter2"), all);
        assertFalse(all.contains(Content.of(SECRET).sha256()), all);
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldTellOnlyThatAnotherTextDiffers() {
    return inEveryShell((shell, folder) -> {
      Path file = Files.writeString(folder.resolve("other"), "secret gopass:web/key");
      FileSpec asked = asked(file.toString());

      Observation seen = shell.observe(type, asked);

      assertEquals(Optional.of(Value.of("differs")), state(seen).get("content"));
    });
  }

  @TestFactory
  Stream<DynamicTest> shouldSeeWhatIsMissingAndWhatIsNoFile() {
    return inEveryShell((shell, folder) -> {
      Path directory = Files.createDirectory(folder.resolve("directory"));
      Path link = Files.createSymbolicLink(folder.resolve("link"), directory);

      assertEquals(
          Observation.ABSENT, shell.observe(type, asked(folder.resolve("none").toString())));
      assertTrue(state(shell.observe(type, asked(directory.toString()))).get("content").isEmpty());
      assertTrue(state(shell.observe(type, asked(link.toString()))).get("content").isEmpty());
    });
  }

  private static State state(Observation seen) {
    return assertInstanceOf(Observation.Present.class, seen).state();
  }

  @TestFactory
  Stream<DynamicTest> shouldNotGuessWithoutAProof() {
    return inEveryShell((shell, folder) -> {
      Path file = Files.writeString(folder.resolve("file"), SECRET);

      Observation seen = shell.observe(type, spec(file.toString()));

      assertInstanceOf(Observation.Unknown.class, seen);
    });
  }

  @Test
  void shouldActByNameAndStampOnly() {
    FileSpec kept = type.sealed(spec("/etc/x"), new Seal("stamp", Optional.empty()));
    Change create = new Change.Create(State.EMPTY);

    Action action = type.converge(kept, create, io.meshinfra.model.Facts.UNKNOWN).getFirst();

    Action.PutSecret put = assertInstanceOf(Action.PutSecret.class, action);
    assertEquals("stamp", put.stamp());
    assertEquals(Optional.of("0600"), put.file().mode());
    assertEquals(Content.of(""), put.file().content());
    assertFalse(
        put.filled(Content.of(SECRET))
            .toString()
            .contains(Content.of(SECRET).sha256().substring(0, 12)));
  }

  @Test
  void shouldLetNobodyLookIntoWhatIsWritten() {
    var touched = type.touches(spec("/etc/sudoers.d/x"), new Change.Create(State.EMPTY));

    assertTrue(touched.writes().getFirst().content().isEmpty());
    assertTrue(touched.writes().getFirst().secret());
  }

  @Test
  void shouldNeverBeAdopted() {
    Change update =
        new Change.Update(
            new TreeMap<>(
                java.util.Map.of(
                    "mode",
                    new Change.Difference(Optional.of(Value.of("0644")), Value.of("0600")))));

    SpecEdit edit = type.adopt(spec("/etc/x"), update);

    assertTrue(edit.toString().contains("secret gopass:web/key"), edit.toString());
    assertFalse(edit.equals(SpecEdit.set("mode", "0644")));
  }
}
