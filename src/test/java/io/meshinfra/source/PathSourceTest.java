package io.meshinfra.source;

import java.nio.file.Path;

class PathSourceTest extends SourceContract {
  @Override
  SourceSettings settings(Path repository) {
    return SourceSettings.of(repository.toString(), "main", directory);
  }
}
