package io.meshinfra.session;

import io.meshinfra.desired.Finding;
import io.meshinfra.desired.bind.Binder;
import io.meshinfra.desired.manifest.SourceText;
import io.meshinfra.desired.yaml.Yaml;
import io.meshinfra.desired.yaml.YamlFile;
import io.meshinfra.desired.yaml.YamlReader;
import io.meshinfra.model.Content;
import io.meshinfra.model.FileTree;
import io.meshinfra.model.FileTree.UnreadableFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads contracts; every mistake of a file is told with its place. */
public final class ContractFiles {
  /** Where contracts are kept, with the slash. */
  public static final String FOLDER = ".session/";

  /** People read a contract before they agree to it. */
  static final int LARGEST = 64 * 1024;

  private ContractFiles() {}

  /** What became of a contract file. */
  public sealed interface Reading {
    /** It can be used to judge by. */
    record Valid(SessionContract contract) implements Reading {}

    /** It allows nothing. */
    record Faulty(List<Finding> findings) implements Reading {
      public Faulty {
        findings = List.copyOf(findings);
      }

      /** All findings in one line. */
      public String reason() {
        return String.join("; ", findings.stream().map(Finding::toString).toList());
      }
    }
  }

  /** The contract of a session in a tree, or empty when the tree has none. */
  public static Optional<Reading> find(FileTree tree, SessionId id) {
    try {
      return tree.read(id.path()).map(content -> read(id.path(), content));
    } catch (UnreadableFile e) {
      return Optional.of(faulty(new Finding(id.path(), 1, 1, e.getMessage())));
    }
  }

  /** All sessions whose contract is in the tree. */
  public static List<SessionId> ids(FileTree tree) {
    return tree.list(ContractFiles.FOLDER.substring(0, FOLDER.length() - 1)).stream()
        .map(SessionId::ofPath)
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * @param file its path; the name of the session is in it
   */
  public static Reading read(String file, Content content) {
    if (content.size() > LARGEST) {
      return faulty(
          new Finding(
              file,
              1,
              1,
              "a contract has at most %d bytes, this file has %d"
                  .formatted(LARGEST, content.size())));
    }
    SourceText source = SourceText.of(file, content);
    return source.finding().isPresent()
        ? faulty(source.finding().get())
        : read(file, source.text(), content);
  }

  private static Reading read(String file, String text, Content content) {
    YamlFile yaml = YamlReader.read(file, text);
    if (!yaml.findings().isEmpty()) {
      return new Reading.Faulty(yaml.findings());
    }
    if (yaml.documents().size() != 1) {
      return faulty(
          new Finding(
              file, 1, 1, "a file holds exactly one contract, not " + yaml.documents().size()));
    }
    return bind(file, yaml.documents().getFirst(), content);
  }

  private static Reading bind(String file, Yaml document, Content content) {
    List<Finding> findings = new ArrayList<>();
    Optional<SessionManifest> manifest =
        new Binder(findings).bind(SessionManifest.class, document, "the contract");
    if (manifest.isEmpty() || !findings.isEmpty()) {
      findings.sort(null);
      return new Reading.Faulty(findings);
    }
    SessionId id = manifest.get().metadata().name();
    if (!file.equals(id.path())) {
      return faulty(
          document
              .at()
              .finding("this is the contract of %s: it belongs into %s".formatted(id, id.path())));
    }
    return new Reading.Valid(SessionContract.of(manifest.get(), content));
  }

  private static Reading faulty(Finding finding) {
    return new Reading.Faulty(List.of(finding));
  }
}
