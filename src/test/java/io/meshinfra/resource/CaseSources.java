package io.meshinfra.resource;

import io.meshinfra.model.Content;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The repository of a case: its {@code files}; a template is told by a line in front. */
record CaseSources(Map<String, String> files) implements Resolving.Sources {
  @Override
  public Content file(String path) throws Resolving.UnresolvableSpec {
    String text = files.get(path);
    if (text == null) {
      throw new Resolving.UnresolvableSpec("no such file in the repository: " + path);
    }
    return Content.of(text);
  }

  @Override
  public Content template(String path) throws Resolving.UnresolvableSpec {
    return Content.of("rendered: " + new String(file(path).bytes(), StandardCharsets.UTF_8));
  }

  @Override
  public String digest(String folder) {
    StringBuilder all = new StringBuilder();
    files.entrySet().stream()
        .filter(file -> folder.isEmpty() || file.getKey().startsWith(folder + "/"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(file -> all.append(file.getKey()).append('\n').append(file.getValue()));
    return all.isEmpty() ? "" : Content.digest(all.toString().getBytes(StandardCharsets.UTF_8));
  }
}
