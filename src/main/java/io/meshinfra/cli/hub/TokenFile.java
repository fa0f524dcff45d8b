package io.meshinfra.cli.hub;

import io.meshinfra.cli.Failure;
import io.meshinfra.model.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The file that holds the secret which the hub asks for. It is read for each request. */
record TokenFile(Path file) {
  private static final int LONGEST = 4096;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/=-]+");

  /**
   * The token, if there is such a file: some hubs let everybody look.
   *
   * @throws Failure when the file holds something else
   */
  Optional<String> token() {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII).strip();
      if (!FORM.matcher(text).matches()) {
        throw new Failure("the file " + this + " holds no token; the hub writes one when it starts");
      }
      return Optional.of(text);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Failure("the token in " + this + " cannot be read; is it another user's?");
    }
  }

  @Override
  public String toString() {
    return Printable.quote(file.toString());
  }
}
