import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;

/**
 * Copies jars so that the JVM can keep their classes in a start-up cache: without a signature, which
 * would be checked at each start, and with classes of a form that is not from before Java 6, which
 * the cache refuses.
 *
 * <p>Usage: java QuickJar.java FOLDER JAR..., copies into FOLDER
 */
void main(String[] arguments) throws IOException {
  Path folder = Files.createDirectories(Path.of(arguments[0]));
  for (String jar : List.of(arguments).subList(1, arguments.length)) {
    Path from = Path.of(jar);
    copy(from, folder.resolve(from.getFileName()));
  }
}

private static void copy(Path from, Path to) throws IOException {
  try (JarFile jar = new JarFile(from.toFile(), false);
      URLClassLoader classes = new URLClassLoader(new URL[] {from.toUri().toURL()});
      OutputStream file = Files.newOutputStream(to);
      JarOutputStream out = new JarOutputStream(file, withoutDigests(jar.getManifest()))) {
    out.setLevel(Deflater.BEST_SPEED);
    ClassFile rewriting =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(classes)));
    for (JarEntry entry : jar.stream().toList()) {
      String name = entry.getName();
      if (name.equals(JarFile.MANIFEST_NAME) || name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)")) {
        continue;
      }
      byte[] bytes = jar.getInputStream(entry).readAllBytes();
      out.putNextEntry(new JarEntry(name));
      out.write(name.endsWith(".class") ? modern(rewriting, bytes) : bytes);
      out.closeEntry();
    }
  }
}

private static Manifest withoutDigests(Manifest signed) {
  Manifest plain = new Manifest();
  plain.getMainAttributes().putAll(signed.getMainAttributes());
  return plain;
}

private static byte[] modern(ClassFile rewriting, byte[] bytes) {
  ClassModel old = rewriting.parse(bytes);
  if (old.majorVersion() > ClassFile.JAVA_6_VERSION) {
    return bytes;
  }
  return rewriting.build(
      old.thisClass().asSymbol(),
      rebuilt -> {
        rebuilt.withVersion(ClassFile.JAVA_8_VERSION, 0);
        old.forEach(
            element -> {
              if (!(element instanceof java.lang.classfile.ClassFileVersion)) {
                rebuilt.with(element);
              }
            });
      });
}
