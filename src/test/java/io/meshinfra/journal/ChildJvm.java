package io.meshinfra.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with the class path of this one. */
final class ChildJvm {
  private ChildJvm() {}

  /** Its standard output can be read from the process. */
  static Process start(Class<?> main, String... arguments) throws IOException {
    return command(main, arguments).start();
  }

  /** Its standard output goes to a file, where it outlives the process. */
  static Process start(Path output, Class<?> main, String... arguments) throws IOException {
    return command(main, arguments).redirectOutput(output.toFile()).start();
  }

  private static ProcessBuilder command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }
}
