package io.meshinfra.desired.fold;

import io.meshinfra.desired.template.Rendered;
import io.meshinfra.desired.template.Templates;
import io.meshinfra.model.Content;
import io.meshinfra.model.SecretText;
import io.meshinfra.resource.Resolving;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The repository as one node sees it; without a node, templates cannot be rendered. */
final class NodeSources implements Resolving.Sources {
  private final RepositoryFiles files;
  private final Templates templates;
  private final Optional<Map<String, Object>> variables;
  private boolean needsNode;
  private boolean missesVariable;

  NodeSources(RepositoryFiles files, Templates templates, Optional<Map<String, Object>> variables) {
    this.files = files;
    this.templates = templates;
    this.variables = variables;
  }

  /** Whether a template was asked for and there was no node to render it for. */
  boolean needsNode() {
    return needsNode;
  }

  /** Whether the last failure was a variable that is set nowhere. */
  boolean missesVariable() {
    return missesVariable;
  }

  @Override
  public Content file(String path) throws Resolving.UnresolvableSpec {
    return files.file(path);
  }

  @Override
  public String digest(String folder) throws Resolving.UnresolvableSpec {
    return files.digest(folder);
  }

  @Override
  public Content template(String path) throws Resolving.UnresolvableSpec {
    String rendered = rendered(path);
    if (SecretText.isMarked(rendered)) {
      throw new Resolving.UnresolvableSpec(
          "the template %s holds a secret, which only a file can have".formatted(path));
    }
    return Content.of(rendered);
  }

  @Override
  public SecretText secretTemplate(String path) throws Resolving.UnresolvableSpec {
    return SecretText.parse(rendered(path));
  }

  private String rendered(String path) throws Resolving.UnresolvableSpec {
    String text = text(path);
    if (variables.isEmpty()) {
      needsNode = true;
      throw new Resolving.UnresolvableSpec("rendered per node");
    }
    return switch (templates.render(text, variables.get())) {
      case Rendered.Text(String rendered) -> rendered;
      case Rendered.Failed(List<Rendered.Mistake> mistakes) -> {
        missesVariable = mistakes.stream().allMatch(Rendered.Mistake::dependsOnVariables);
        List<String> lines =
            mistakes.stream().map(m -> path + ":" + m.line() + ": " + m.message()).toList();
        throw new Resolving.UnresolvableSpec(String.join("; ", lines));
      }
    };
  }

  private String text(String path) throws Resolving.UnresolvableSpec {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(files.file(path).bytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Resolving.UnresolvableSpec(
          "the template " + path + " is not UTF-8 text; use source: for binary files");
    }
  }
}
