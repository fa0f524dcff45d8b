package io.meshinfra.resource;

/** A type whose spec refers to files of the repository; resolved when the catalog is folded. */
public interface Resolving<S> {
  /**
   * The spec with everything from the repository in it, e.g. a file with its content.
   *
   * @throws UnresolvableSpec when a file is missing, too large or cannot be rendered
   */
  S resolve(S spec, Sources sources) throws UnresolvableSpec;

  /** What the repository offers to a type. */
  interface Sources {
    /** The bytes of a file of the repository. */
    io.meshinfra.model.Content file(String path) throws UnresolvableSpec;

    /** A template file of the repository rendered with the variables of the node. */
    io.meshinfra.model.Content template(String path) throws UnresolvableSpec;

    /** A template in which secrets may stand, for a kind that takes them. */
    default io.meshinfra.model.SecretText secretTemplate(String path) throws UnresolvableSpec {
      String text = new String(template(path).bytes(), java.nio.charset.StandardCharsets.UTF_8);
      return io.meshinfra.model.SecretText.parse(text);
    }

    /**
     * One digest over all files below a folder of the repository; {@code ""} when there is none.
     */
    String digest(String folder) throws UnresolvableSpec;
  }

  /** The message says what is wrong and how to mend it; the position is added by the caller. */
  final class UnresolvableSpec extends Exception {
    private static final long serialVersionUID = 1;

    public UnresolvableSpec(String message) {
      super(message);
    }
  }
}
