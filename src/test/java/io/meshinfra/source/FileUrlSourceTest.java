package io.meshinfra.source;

import java.nio.file.Path;

class FileUrlSourceTest extends SourceContract {
  @Override
  SourceSettings settings(Path repository) {
    return SourceSettings.of("file://" + repository, "main", directory);
  }
}
