package io.meshinfra.desired.yaml;

import io.meshinfra.desired.Finding;
import java.util.List;

/** The documents of a file that could be read, and what is wrong with the others. */
public record YamlFile(List<Yaml> documents, List<Finding> findings) {
  public YamlFile {
    documents = List.copyOf(documents);
    findings = List.copyOf(findings);
  }
}
